import { statement, withPrisma, type Sql } from '#libs/database';
import { isUuid } from '#libs/kernel';

/** What can be changed of a team. */
export interface TeamState {
  name: string;
  costCenter: string;
  defaultCostTags: Record<string, string>;
}

const holdStatement = statement<{ id: string }, TeamState>`
SELECT name, cost_center AS "costCenter", default_cost_tags AS "defaultCostTags"
FROM team WHERE id = ${'id'}::uuid FOR NO KEY UPDATE`;

/** The team as it is, held until the transaction ends. */
export async function holdTeam(sql: Sql, id: string): Promise<TeamState | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query(holdStatement({ id }));
  return rows[0];
}

/** Rejects with what `isNameTaken` knows where another team is called so. */
export const writeTeam = (sql: Sql, id: string, data: TeamState): Promise<unknown> =>
  withPrisma(sql, ({ team }) => team.update({ where: { id }, data, select: { id: true } }));

/** Whether a statement failed because there is a team of that name. */
export function isNameTaken(error: unknown): boolean {
  const { constraint } = error as { constraint?: unknown };
  return constraint === 'team_name_key' || constraint === 'team_name_lower_key';
}
