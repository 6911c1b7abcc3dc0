import { prepared, type Sql } from '#libs/database';

export interface TeamRow {
  id: string;
  name: string;
  costCenter: string;
}

const teamsStatement = prepared<{ ids: readonly string[] }, TeamRow>`
SELECT id, name, cost_center AS "costCenter" FROM team WHERE deleted_at IS NULL AND id = ANY (${'ids'}::uuid[])`;

/** Teams by id, in no order; none that are deleted. */
export async function readTeams(sql: Sql, ids: readonly string[]): Promise<TeamRow[]> {
  const { rows } = await sql.query(teamsStatement({ ids }));
  return rows;
}
