import { prepared, type Sql } from '#libs/database';

export interface TeamRow {
  id: string;
  name: string;
  costCenter: string;
}

interface AskedTeams {
  ids: readonly string[] | null;
  after: string | null;
  limit: number;
}

const teamsStatement = prepared<AskedTeams, TeamRow>`
SELECT id, name, cost_center AS "costCenter" FROM team
WHERE deleted_at IS NULL AND (${'ids'}::uuid[] IS NULL OR id = ANY (${'ids'}::uuid[])) AND (${'after'}::uuid IS NULL OR id < ${'after'}::uuid)
ORDER BY id DESC LIMIT ${'limit'}::integer`;

/** Teams by id, or all, newest first; none that are deleted. */
export async function readTeams(
  sql: Sql,
  ids: 'all' | readonly string[],
  limit = 100,
  after?: string,
): Promise<TeamRow[]> {
  const asked = { ids: ids === 'all' ? null : ids, after: after ?? null, limit };
  const { rows } = await sql.query(teamsStatement(asked));
  return rows;
}
