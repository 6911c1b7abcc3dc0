import { prepared, type Sql } from '#libs/database';
import type { EntraGroupRow } from '../rows.js';

const groupsStatement = prepared<
  { ids: readonly string[]; teamIds: readonly string[] | null },
  EntraGroupRow
>`
SELECT g.id, g.object_id AS "objectId", g.tenant_id AS "tenantId"
FROM entra_group g WHERE g.id = ANY (${'ids'}::uuid[]) AND (${'teamIds'}::uuid[] IS NULL OR EXISTS (
  SELECT FROM role_assignment a WHERE a.entra_group_id = g.id AND a.team_id = ANY (${'teamIds'}::uuid[])))`;

/** Those of these groups that have a role in one of the teams. */
export async function readEntraGroups(
  sql: Sql,
  visible: 'all' | readonly string[],
  ids: readonly string[],
): Promise<EntraGroupRow[]> {
  const teamIds = visible === 'all' ? null : visible;
  const { rows } = await sql.query(groupsStatement({ ids, teamIds }));
  return rows;
}
