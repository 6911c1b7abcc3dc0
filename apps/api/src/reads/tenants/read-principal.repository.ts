import { statement, type Sql } from '#libs/database';
import type { PrincipalRow } from '../rows.js';

interface Asked {
  id: string;
  actorId: string;
  teams: readonly string[] | null;
}

const principalStatement = statement<Asked, PrincipalRow>`
SELECT p.id, p.kind, p.display_name AS "displayName" FROM principal p WHERE p.id = ${'id'}::uuid AND (
  p.id = ${'actorId'}::uuid OR ${'teams'}::uuid[] IS NULL
  OR EXISTS (SELECT FROM role_assignment a WHERE a.principal_id = p.id AND a.team_id = ANY (${'teams'}::uuid[])))`;

/** A principal whom the actor may see: itself, those who share a team with it, or anybody for platform-wide roles. */
export async function readPrincipal(
  sql: Sql,
  actorId: string,
  visible: 'all' | readonly string[],
  id: string,
): Promise<PrincipalRow | undefined> {
  const teams = visible === 'all' ? null : visible;
  const { rows } = await sql.query(principalStatement({ id, actorId, teams }));
  return rows[0];
}
