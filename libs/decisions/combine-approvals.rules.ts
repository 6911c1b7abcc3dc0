import type { ApprovalRequirement, PolicyApproval } from '#libs/operations';

/** Whoever satisfies all rules at once: as many as the one that asks for most, of those whom each of them takes. Undefined without rules. */
export function combineApprovals(
  wanted: readonly PolicyApproval[],
): Pick<ApprovalRequirement, 'required' | 'role' | 'principalIds'> | undefined {
  if (wanted.length === 0) return undefined;
  const named = wanted.map(({ principalIds }) => principalIds).filter((ids) => ids.length > 0);
  const [first, ...others] = named;
  return {
    required: Math.max(...wanted.map(({ required }) => required)),
    role: wanted.some(({ role }) => role === 'ADMIN') ? 'ADMIN' : 'APPROVER',
    principalIds: first?.filter((id) => others.every((ids) => ids.includes(id))) ?? null,
  };
}
