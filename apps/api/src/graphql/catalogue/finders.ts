import { kinds } from '#libs/kinds';
import type { NodeType, RequestContext } from '#libs/verbs';
import type { FoundRow } from '../../reads/read-deps.js';
import type { Reader } from '../reader.js';

type Find = (reader: Reader, request: RequestContext, id: string) => Promise<FoundRow | null>;

type Read = (...asked: Parameters<Find>) => Promise<object | null | undefined>;

const of =
  (type: NodeType, read: Read): Find =>
  async (...asked) => {
    const row = await read(...asked);
    return row ? { type, row } : null;
  };

const nodeOf = new Map(kinds.all.map(({ kind, node }) => [kind, node]));

/** A resource is what its row says, whatever the id says. */
const findAnyResource: Find = async (reader, request, id) => {
  const row = await reader.findResourceRow(request, id);
  return row ? { type: nodeOf.get(row.kind) ?? '', row } : null;
};

/** By the type that an id names. */
const finders: ReadonlyMap<NodeType, Find> = new Map([
  ...kinds.all.map(({ node }) => [node, findAnyResource] as const),
  ['Operation', of('Operation', (reader, ...asked) => reader.findOperationRow(...asked))],
  ['Plan', of('Plan', (reader, ...asked) => reader.findPlanRow(...asked))],
  ['Policy', of('Policy', (reader, ...asked) => reader.findPolicyRow(...asked))],
  ['ApiKey', of('ApiKey', (reader, ...asked) => reader.findApiKeyRow(...asked))],
  ['Team', of('Team', (reader, ...asked) => reader.findTeamRow(...asked))],
  ['AuditEvent', of('AuditEvent', (reader, ...asked) => reader.findAuditRow(...asked))],
  ['Event', of('Event', (reader, ...asked) => reader.findEventRow(...asked))],
  ['Principal', of('Principal', (reader, ...asked) => reader.findPrincipalRow(...asked))],
  ['RoleGrant', of('RoleGrant', (reader, ...asked) => reader.findRoleGrantRow(...asked))],
  ['EntraGroup', of('EntraGroup', (reader, ...asked) => reader.findEntraGroupRow(...asked))],
]);

/** What an id points at, for those who may see it; null alike for what is missing, for no id, and for types that nobody has. */
export const findRow = async (
  reader: Reader,
  request: RequestContext,
  type: NodeType,
  id: string,
): Promise<FoundRow | null> =>
  id === '' ? null : (finders.get(type)?.(reader, request, id) ?? null);

const answered: ReadonlyMap<string, Find> = new Map([
  ...finders,
  // What verbs answer by an interface is a resource.
  ['Compute', findAnyResource],
  ['Node', findAnyResource],
  ['Team', of('Team', (reader, _request, id) => reader.findAnyTeamRow(id))],
]);

/** How what a verb answers is found. Throws for a type of which nothing is found by an id. */
export function finderOf(type: string): Find {
  const find = answered.get(type);
  if (!find) throw new Error(`a verb answers ${type}, and nothing finds one by its id`);
  return find;
}
