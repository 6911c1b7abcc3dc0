import { prepared, type Sql } from '#libs/database';
import type { Payer } from '#libs/operations';

type FoundPayer = Pick<Payer, 'id' | 'name' | 'costCenter' | 'defaultCostTags'>;

const payerStatement = prepared<{ id: string; ofTeam: boolean }, FoundPayer>`
SELECT t.id, t.name, t.cost_center AS "costCenter", t.default_cost_tags AS "defaultCostTags" FROM team t
WHERE t.deleted_at IS NULL AND t.id = CASE WHEN ${'ofTeam'}::boolean THEN ${'id'}::uuid
  ELSE (SELECT r.team_id FROM resource r WHERE r.id = ${'id'}::uuid) END`;

/** Who pays for what is done to a resource, or in a team; undefined where there is none. */
export async function findPayer(
  sql: Sql,
  type: string,
  id: string,
): Promise<FoundPayer | undefined> {
  const { rows } = await sql.query(payerStatement({ id, ofTeam: type === 'Team' }));
  return rows[0];
}
