import { kinds } from '#libs/kinds';
import { readTeams, visibleTeams } from '#libs/tenants';
import type { NodeType } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { ApiDependencies } from '../../dependencies.js';
import { readAudit } from '../../reads/read-audit.repository.js';
import { readPrincipal } from '../../reads/read-principal.repository.js';
import { presentAudit, presentPrincipal, presentTeam } from '../present.js';
import { findApiKey, findOperation, findResource, findTeam } from '../reader.js';

/** What the actor may see of something, by its row's id; null alike for what is missing. */
export type Find = (
  deps: ApiDependencies,
  context: GraphqlContext,
  id: string,
) => Promise<object | null>;

const findAuditEvent: Find = async ({ database: { pool } }, { request: { actor } }, id) => {
  const { rows } = await readAudit(pool, { visible: visibleTeams(actor), ids: [id] }, { first: 1 });
  return rows[0] ? presentAudit(rows[0]) : null;
};

const findPrincipal: Find = async ({ database: { pool } }, { request: { actor } }, id) => {
  const row = await readPrincipal(pool, actor.principalId, visibleTeams(actor), id);
  return row ? presentPrincipal(row) : null;
};

/** By the type that an id names. */
export const finders: ReadonlyMap<NodeType, Find> = new Map<NodeType, Find>([
  ['Operation', findOperation],
  ['AuditEvent', findAuditEvent],
  ['Team', findTeam],
  ['Principal', findPrincipal],
  ['ApiKey', findApiKey],
  ...kinds.all.map(({ node }) => [node, findResource] as const),
]);

/** Whoever may share with a team need not see it otherwise. */
const findAnsweredTeam: Find = async ({ database: { pool } }, _context, id) => {
  const [team] = await readTeams(pool, [id]);
  return team ? presentTeam(team) : null;
};

const answered: ReadonlyMap<string, Find> = new Map<string, Find>([
  ...finders,
  // What verbs answer by an interface is a resource.
  ['Compute', findResource],
  ['Node', findResource],
  ['Team', findAnsweredTeam],
]);

/** How what a verb answers is found. Throws for a type of which nothing is found by an id. */
export function finderOf(type: string): Find {
  const find = answered.get(type);
  if (!find) throw new Error(`a verb answers ${type}, and nothing finds one by its id`);
  return find;
}
