import { prepared, type Sql } from '#libs/database';
import { isUuid, type DomainError } from '#libs/kernel';
import type { PolicyApproval, PolicyRule } from '#libs/operations';

/** Who has to agree where nothing is said. */
const one: PolicyApproval = { required: 1, role: 'APPROVER', principalIds: [] };

/** Who has to agree to what a policy applies to; null where its effect asks nobody. */
export const usualApproval = ({
  effect,
  approval,
}: Pick<PolicyRule, 'effect' | 'approval'>): PolicyApproval | null =>
  effect === 'REQUIRE_APPROVAL' ? (approval ?? one) : approval;

const knownStatement = prepared<{ ids: readonly string[] }, { id: string }>`
SELECT p.id FROM principal p WHERE p.id = ANY (${'ids'}::uuid[]) AND p.disabled_at IS NULL AND p.kind <> 'SYSTEM'`;

/** Refuses approvers whom there are none of, and more that have to agree than are named. */
export async function findUnknownApprovers(
  sql: Sql,
  { approval }: PolicyRule,
): Promise<DomainError[]> {
  const { principalIds = [], required = 0 } = approval ?? {};
  const ids = [...new Set(principalIds)];
  if (ids.length === 0) return [];
  const { rows } = await sql.query(knownStatement({ ids: ids.filter(isUuid) }));
  if (rows.length < ids.length)
    return [wrong('principalIds', 'names somebody who is not there, or is disabled')];
  return required > ids.length
    ? [wrong('required', `must be ${ids.length} or less: so many are named`)]
    : [];
}

const wrong = (field: string, message: string): DomainError => ({
  code: 'POLICY_INVALID',
  message,
  field: ['input', 'approval', field],
});
