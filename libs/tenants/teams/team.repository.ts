import {
  fragment,
  isUnfinished,
  raw,
  statement,
  withPrisma,
  type Fragment,
  type Sql,
} from '#libs/database';
import { isUuid } from '#libs/kernel';

/** What can be changed of a team. */
export interface TeamState {
  name: string;
  costCenter: string;
  defaultCostTags: Record<string, string>;
}

const stateQuery = fragment`
SELECT name, cost_center AS "costCenter", default_cost_tags AS "defaultCostTags"
FROM team WHERE id = ${'id'}::uuid AND deleted_at IS NULL`;

const holdStatement = statement<{ id: string }, TeamState>`${stateQuery} FOR NO KEY UPDATE`;

/** The team as it is, held until the transaction ends. */
export async function holdTeam(sql: Sql, id: string): Promise<TeamState | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query(holdStatement({ id }));
  return rows[0];
}

const holdAloneStatement = statement<{ id: string }, TeamState>`${stateQuery} FOR UPDATE`;

/** The same, once whatever comes to be in it at this moment is there; nothing else does until the transaction ends. */
export async function holdTeamAlone(sql: Sql, id: string): Promise<TeamState | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query(holdAloneStatement({ id }));
  return rows[0];
}

/** Rejects with what `isNameTaken` knows where another team is called so. */
export const writeTeam = (sql: Sql, id: string, data: TeamState): Promise<unknown> =>
  withPrisma(sql, ({ team }) => team.update({ where: { id }, data, select: { id: true } }));

/** Whether a statement failed because there is a team of that name. */
export const isNameTaken = (error: unknown): boolean =>
  (error as { constraint?: unknown }).constraint === 'team_name_lower_key';

const deleteStatement = statement<{ id: string }>`
UPDATE team SET deleted_at = now() WHERE id = ${'id'}::uuid`;

/** From now on a trigger refuses whatever is to be in it (`isTeamGone`). */
export async function writeDeleted(sql: Sql, id: string): Promise<void> {
  await sql.query(deleteStatement({ id }));
}

/** Something that a team has: what stands in Azure, or an operation under way. */
export type Holding = { name: string } & (
  { armId: string; operationId: null } | { armId: null; operationId: string }
);

/** Kinds of which the team has any: each is found by one look into the index. */
const nextKind = (after: Fragment) =>
  fragment<'id'>`SELECT min(r.kind) AS kind FROM resource r WHERE r.team_id = ${'id'}::uuid AND r.gone_at IS NULL AND r.kind > ${after}`;

/** What stands in nothing of the team's own: of each kind these are among the first thousand, or what these stand in is. */
const topmost = fragment`
SELECT r.name, r.arm_id AS "armId", NULL::uuid AS "operationId", r.arm_id_key
FROM kinds, LATERAL (
  SELECT r.* FROM resource r WHERE r.team_id = ${'id'}::uuid AND r.kind = kinds.kind AND r.gone_at IS NULL
  ORDER BY r.team_id, r.kind, r.id LIMIT 1000
) r LEFT JOIN resource p ON p.id = r.parent_id
WHERE p.id IS NULL OR p.gone_at IS NOT NULL OR p.team_id <> r.team_id`;

const holdingsStatement = statement<{ id: string; limit: number }, Holding>`
WITH RECURSIVE kinds AS (
  ${nextKind(raw("''"))}
  UNION ALL SELECT (${nextKind(raw('kinds.kind'))}) FROM kinds WHERE kinds.kind IS NOT NULL
)
(SELECT name, "armId", "operationId" FROM (${topmost}) held ORDER BY arm_id_key LIMIT ${'limit'}::integer)
UNION ALL
(SELECT o.target_name, NULL, o.id FROM operation o
  WHERE o.team_id = ${'id'}::uuid AND ${isUnfinished('o')} ORDER BY o.target_id LIMIT ${'limit'}::integer)`;

/**
 * At most `limit` of each, and one at least where there is any: without what stands in something that is named itself. Reads
 * a thousand of each kind of what stands, and of operations those that are under way anywhere.
 */
export async function readHoldings(sql: Sql, id: string, limit: number): Promise<Holding[]> {
  const { rows } = await sql.query(holdingsStatement({ id, limit }));
  return rows;
}
