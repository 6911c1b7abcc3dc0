import type { Sql } from '#libs/database';
import type { PrincipalRow } from '../rows.js';

/** A principal whom the actor may see: itself, those who share a team with it, or anybody for platform-wide roles. */
export async function readPrincipal(
  sql: Sql,
  actorId: string,
  visible: 'all' | readonly string[],
  id: string,
): Promise<PrincipalRow | undefined> {
  const { rows } = await sql.query<PrincipalRow>(
    `SELECT p.id, p.kind, p.display_name AS "displayName" FROM principal p WHERE p.id = $1::uuid AND (
      p.id = $2::uuid OR $3::uuid[] IS NULL
      OR EXISTS (SELECT FROM role_assignment a WHERE a.principal_id = p.id AND a.team_id = ANY ($3::uuid[])))`,
    [id, actorId, visible === 'all' ? null : visible],
  );
  return rows[0];
}
