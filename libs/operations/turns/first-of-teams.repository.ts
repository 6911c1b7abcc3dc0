import { prepared, type Sql } from '#libs/database';

/** The operation that has waited longest of all that a team wants done now. */
export interface FirstOfTeam {
  operationId: string;
  teamId: string;
}

/** `leasable` with NOT IN: with IN the planner walks all that is unfinished, by the index on status, for each team. */
const firstStatement = prepared<object, FirstOfTeam>`
SELECT first.id AS "operationId", first.team_id AS "teamId"
FROM team CROSS JOIN LATERAL (
  SELECT o.id, o.team_id, o.due_at FROM operation o
  WHERE o.team_id = team.id AND o.due_at <= now()
    AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED', 'AWAITING_APPROVAL')
    AND (o.lease_until IS NULL OR o.lease_until < now())
  ORDER BY o.due_at LIMIT 1) AS first
ORDER BY first.due_at, first.id`;

/** One due operation of each team that no worker holds; the longest waiting first. */
export async function readFirstOfTeams(sql: Sql): Promise<FirstOfTeam[]> {
  const { rows } = await sql.query(firstStatement({}));
  return rows;
}
