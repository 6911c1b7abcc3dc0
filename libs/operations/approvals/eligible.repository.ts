import { statement, type Sql } from '#libs/database';
import { rolesOf, type ApprovalRequirement } from './approval-requirement.js';

interface AskedApprovers {
  teamId: string;
  askerId: string;
  roles: readonly string[];
  principalIds: readonly string[] | null;
}

interface Eligible {
  eligible: number;
  /** Whether a group of Entra ID has the role too: who is in it is not known here. */
  hasGroups: boolean;
}

const eligibleStatement = statement<AskedApprovers, Eligible>`
WITH RECURSIVE key AS (
  SELECT k.id, k.made_with_id, k.created_by_id FROM api_key k WHERE k.principal_id = ${'askerId'}::uuid
  UNION SELECT m.id, m.made_with_id, m.created_by_id FROM key JOIN api_key m ON m.id = key.made_with_id
),
asking AS (SELECT p.* FROM principal p WHERE p.id = ${'askerId'}::uuid OR p.id IN (SELECT created_by_id FROM key)),
held AS (
  SELECT a.principal_id, a.entra_group_id FROM role_assignment a
  WHERE (a.team_id IS NULL OR a.team_id = ${'teamId'}::uuid) AND a.role = ANY (${'roles'}::"Role"[])
)
SELECT count(DISTINCT coalesce(p.entra_object_id, p.id::text))::integer AS eligible,
  EXISTS (SELECT FROM held WHERE entra_group_id IS NOT NULL) AS "hasGroups"
FROM principal p WHERE p.id IN (SELECT principal_id FROM held) AND p.disabled_at IS NULL AND p.kind <> 'SYSTEM'
  AND (${'principalIds'}::uuid[] IS NULL OR p.id = ANY (${'principalIds'}::uuid[]))
  AND NOT EXISTS (SELECT FROM asking a WHERE a.id = p.id OR a.entra_object_id = p.entra_object_id)
  AND NOT EXISTS (SELECT FROM api_key k JOIN asking a ON a.id = k.created_by_id WHERE k.principal_id = p.id
    AND a.kind <> 'SYSTEM' AND (a.id = ${'askerId'}::uuid OR NOT EXISTS (SELECT FROM role_assignment r
      WHERE r.principal_id = a.id AND r.team_id IS NULL AND r.role = 'ADMIN')))`;

/** How many may agree to what somebody asks for in a team, as far as that is known: one person under two principals is one. */
export async function countEligible(
  sql: Sql,
  { teamId, askerId }: { teamId: string; askerId: string },
  { role, principalIds }: Pick<ApprovalRequirement, 'role' | 'principalIds'>,
): Promise<Eligible> {
  const asked = { teamId, askerId, roles: rolesOf[role], principalIds };
  const { rows } = await sql.query(eligibleStatement(asked));
  return rows[0] ?? { eligible: 0, hasGroups: false };
}
