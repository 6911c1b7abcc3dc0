import { prepared, statement, type Sql } from '#libs/database';
import { isUuid } from '#libs/kernel';

export interface HeldTeam {
  id: string;
  name: string;
  allowedLocations: string[];
}

const holdStatement = statement<{ teamId: string }, HeldTeam>`
SELECT id, name, allowed_locations AS "allowedLocations" FROM team
WHERE id = ${'teamId'}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;

/** The team's row, held until the transaction ends, which keeps nobody from making things in the team; undefined where there is none. */
export async function lockTeam(sql: Sql, teamId: string): Promise<HeldTeam | undefined> {
  if (!isUuid(teamId)) return undefined;
  const { rows } = await sql.query(holdStatement({ teamId }));
  return rows[0];
}

const locationsStatement = prepared<{ teamId: string }, { allowed: string[] }>`
SELECT allowed_locations AS allowed FROM team WHERE id = ${'teamId'}::uuid`;

/** The regions in which the team may make things, as ARM names them; empty: all. */
export async function readAllowedLocations(sql: Sql, teamId: string): Promise<string[]> {
  const { rows } = await sql.query(locationsStatement({ teamId }));
  return rows[0]?.allowed ?? [];
}

const allowStatement = statement<{ teamId: string; locations: readonly string[] }>`
UPDATE team SET allowed_locations = ${'locations'}::text[] WHERE id = ${'teamId'}::uuid`;

export async function writeAllowedLocations(
  sql: Sql,
  teamId: string,
  locations: readonly string[],
): Promise<void> {
  await sql.query(allowStatement({ teamId, locations }));
}
