import type { ApprovalRequirement, PolicyFinding } from '#libs/operations';
import { presentFinding } from '../policies/present.js';

/** Who has to agree, with the policies that want it. */
export const presentRequirement = (
  { required, role, eligible }: ApprovalRequirement,
  findings: readonly PolicyFinding[],
) => ({
  required,
  role,
  eligible,
  reasons: findings.filter(({ effect }) => effect === 'REQUIRE_APPROVAL').map(presentFinding),
});
