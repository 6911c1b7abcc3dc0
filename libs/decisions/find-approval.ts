import type { Warning } from '#libs/kernel';
import {
  countEligible,
  type ApprovalRequirement,
  type PolicyFinding,
  type ToDecide,
} from '#libs/operations';
import { combineApprovals } from './combine-approvals.rules.js';

interface Found {
  approval: ApprovalRequirement | null;
  warnings: readonly Warning[];
}

const nobody: Found = { approval: null, warnings: [] };

/** Who has to agree to a proposal for all policies that want that; warns where fewer are known than it takes. */
export async function findApproval(
  { sql, context, proposal }: ToDecide,
  findings: readonly PolicyFinding[],
  expiresAfterHours: number,
): Promise<Found> {
  const wanted = findings.flatMap(({ effect, policy }) =>
    effect === 'REQUIRE_APPROVAL' && policy.approval ? [policy.approval] : [],
  );
  const combined = combineApprovals(wanted);
  if (!combined) return nobody;
  const parties = { teamId: proposal.payer.id, askerId: context.actor.principalId };
  const { eligible, hasGroups } = await countEligible(sql, parties, combined);
  const { required, principalIds } = combined;
  const mayBeMore = hasGroups && (principalIds === null || principalIds.length >= required);
  return {
    approval: { ...combined, eligible, expiresAfterHours },
    warnings: eligible >= required || mayBeMore ? [] : [tooFew(required, eligible)],
  };
}

const tooFew = (required: number, eligible: number): Warning => ({
  code: 'APPROVERS_TOO_FEW',
  message: `It takes ${required} to agree, and ${eligible} who may are known: give others the role APPROVER, or it is canceled when its time is over.`,
});
