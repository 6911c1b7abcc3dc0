import { err, ok } from '#libs/kernel';
import { operationVerb } from '../interventions/change-operation.js';
import { actionPrefix } from '../kind.rules.js';
import type { Operation } from '../operation.js';
import type { OperationChange } from '../transitions/operation-change.js';
import { countPeople, findAgreed, keepSaid } from './approval.repository.js';
import { comment } from './comment.input.js';
import { takeRoomAgain } from '../submit/limits/room-again.js';
import { refuseNow } from './second-look.js';
import { mayDecide } from './decide-on-operation.js';

/**
 * Agrees to an operation that awaits approval. With the last one that it takes it is QUEUED. Saying it again changes nothing.
 * Refuses with NOT_FOUND, FORBIDDEN, INVALID_STATE where it waits for nobody, APPROVAL_EXPIRED, NOT_APPROVER, or as the request would be
 * refused now: what it was decided on may be otherwise by then.
 */
export const approveOperation = operationVerb(
  {
    name: 'approveOperation',
    summary:
      'Agrees to an operation that awaits approval; it begins once as many agree as the rule asks for. Who asked for it cannot.',
    asked: 'The operation to agree to.',
    beside: { comment },
    permission: 'approve',
    destructive: false,
  },
  async ({ sql, found }, _kind, _of, { deps, context, input }) => {
    const { operation } = found;
    const allowed = await mayDecide(sql, context, found, 'APPROVED');
    if (!allowed.ok) return err(allowed.error);
    if (allowed.value === null) return ok(null);
    const refusals = await refuseNow(sql, deps, context, found, allowed.value);
    if (refusals.length > 0) return err(refusals);
    const noRoom = await takeRoomAgain(sql, deps.kinds.machines, operation.id);
    if (noRoom) return err([noRoom]);
    const { principalId } = context.actor;
    const said = { operationId: operation.id, principalId, outcome: 'APPROVED' as const };
    await keepSaid(sql, { ...said, comment: input.comment, channel: context.channel });
    const agreed = countPeople(await findAgreed(sql, operation.id, allowed.value));
    return ok(agreement(operation, agreed, allowed.value.required, input.comment));
  },
);

function agreement(
  { kind, currentStep }: Operation,
  agreed: number,
  required: number,
  reason: string | null,
): OperationChange {
  const begins = agreed >= required;
  return {
    events: begins ? ['approve'] : [],
    currentStep,
    error: null,
    lease: 'keep',
    due: begins ? 'now' : 'keep',
    progress: false,
    steps: [],
    audit: [
      {
        action: `${actionPrefix(kind)}.approved`,
        after: { agreed, required, ...(reason !== null && { comment: reason }) },
      },
    ],
  };
}
