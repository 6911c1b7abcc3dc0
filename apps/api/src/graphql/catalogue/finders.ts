import { kinds } from '#libs/kinds';
import { readTeams, visibleTeams } from '#libs/tenants';
import type { NodeType, RequestContext } from '#libs/verbs';
import type { ApiDependencies } from '../../dependencies.js';
import { readAudit } from '../../reads/audit/read-audit.repository.js';
import type { FoundRow } from '../../reads/read-deps.js';
import { readPrincipal } from '../../reads/tenants/read-principal.repository.js';
import { findApiKeyRow, findOperationRow, findResourceRow, findTeamRow } from '../reader.js';

type Find = (
  deps: ApiDependencies,
  request: RequestContext,
  id: string,
) => Promise<FoundRow | null>;

type Read = (
  deps: ApiDependencies,
  request: RequestContext,
  id: string,
) => Promise<object | undefined>;

const of =
  (type: NodeType, read: Read): Find =>
  async (...asked) => {
    const row = await read(...asked);
    return row ? { type, row } : null;
  };

const nodeOf = new Map(kinds.all.map(({ kind, node }) => [kind, node]));

/** A resource is what its row says, whatever the id says. */
const findAnyResource: Find = async (...asked) => {
  const row = await findResourceRow(...asked);
  return row ? { type: nodeOf.get(row.kind) ?? '', row } : null;
};

const readAuditEvent: Read = async ({ database: { pool } }, { actor }, id) => {
  const { rows } = await readAudit(pool, { visible: visibleTeams(actor), ids: [id] }, { first: 1 });
  return rows[0];
};

/** By the type that an id names. */
const finders: ReadonlyMap<NodeType, Find> = new Map([
  ...kinds.all.map(({ node }) => [node, findAnyResource] as const),
  ['Operation', of('Operation', findOperationRow)],
  ['ApiKey', of('ApiKey', findApiKeyRow)],
  ['Team', of('Team', findTeamRow)],
  ['AuditEvent', of('AuditEvent', readAuditEvent)],
  [
    'Principal',
    of('Principal', async ({ database: { pool } }, { actor }, id) =>
      readPrincipal(pool, actor.principalId, visibleTeams(actor), id),
    ),
  ],
]);

/** What an id points at, for those who may see it; null alike for what is missing and for types that nobody has. */
export const findRow = async (
  deps: ApiDependencies,
  request: RequestContext,
  type: NodeType,
  id: string,
): Promise<FoundRow | null> => finders.get(type)?.(deps, request, id) ?? null;

const answered: ReadonlyMap<string, Find> = new Map([
  ...finders,
  // What verbs answer by an interface is a resource.
  ['Compute', findAnyResource],
  ['Node', findAnyResource],
  // Whoever may share with a team need not see it otherwise.
  [
    'Team',
    of('Team', async ({ database: { pool } }, _request, id) => {
      const [team] = await readTeams(pool, [id]);
      return team;
    }),
  ],
]);

/** How what a verb answers is found. Throws for a type of which nothing is found by an id. */
export function finderOf(type: string): Find {
  const find = answered.get(type);
  if (!find) throw new Error(`a verb answers ${type}, and nothing finds one by its id`);
  return find;
}
