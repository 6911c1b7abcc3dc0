import type { Sql } from '#libs/database';
import type { DomainError } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import type { ChangeDependencies } from '../interventions/change-operation.js';
import type { OperationContext } from '../leases/lease-operation.js';
import { decideAgain } from '../submit/decide-again.js';
import type { ApprovalRequirement } from './approval-requirement.js';

/**
 * Why what was accepted before may not begin now, by what is decided on it by now; empty: it may. `agreed`: whom it was accepted to
 * wait for; null: nobody.
 */
export async function refuseNow(
  sql: Sql,
  deps: ChangeDependencies,
  context: VerbContext,
  found: OperationContext,
  agreed: ApprovalRequirement | null,
): Promise<readonly DomainError[]> {
  const decision = await decideAgain(sql, deps, context, found);
  if (!decision) return [];
  const { refusals, approval } = decision;
  if (refusals.length > 0) return refusals.map((one) => ({ ...one, field: ['input', 'id'] }));
  return approval && isMore(approval, agreed) ? [wantsMore(approval)] : [];
}

const isMore = (now: ApprovalRequirement, then: ApprovalRequirement | null): boolean =>
  then === null ||
  now.required > then.required ||
  (now.role === 'ADMIN' && then.role !== 'ADMIN') ||
  (now.principalIds !== null &&
    !(then.principalIds?.every((id) => now.principalIds?.includes(id)) ?? false));

const wantsMore = ({ required, role }: ApprovalRequirement): DomainError => ({
  code: 'INVALID_STATE',
  message: `The policies want others to agree than when it was asked for: ${required} with the role ${role}. Ask for what you want anew.`,
  field: ['input', 'id'],
});
