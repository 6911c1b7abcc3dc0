import type { Sql } from '#libs/database';

export interface TeamRow {
  id: string;
  name: string;
  costCenter: string;
}

/** Teams by id, or all, newest first. */
export async function readTeams(
  sql: Sql,
  ids: 'all' | readonly string[],
  limit = 100,
  after?: string,
): Promise<TeamRow[]> {
  const { rows } = await sql.query<TeamRow>({
    name: 'read-teams',
    text: `SELECT id, name, cost_center AS "costCenter" FROM team
      WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::uuid IS NULL OR id < $2::uuid)
      ORDER BY id DESC LIMIT $3::integer`,
    values: [ids === 'all' ? null : ids, after ?? null, limit],
  });
  return rows;
}
