import { err, ok, type ProvisioningError } from '#libs/kernel';
import { operationVerb } from '../interventions/change-operation.js';
import { keepSaid } from './approval.repository.js';
import { comment } from './comment.input.js';
import { mayDecide } from './decide-on-operation.js';
import { turnedDown } from './turn-down.js';

/**
 * Does not agree to an operation that awaits approval, which ends it as CANCELED: nothing was sent, and what it asked for is taken
 * back. Refuses as approveOperation does.
 */
export const rejectOperation = operationVerb(
  {
    name: 'rejectOperation',
    summary:
      'Does not agree to an operation that awaits approval: it is canceled, whatever others say. Who asked for it cancels it instead.',
    asked: 'The operation not to agree to.',
    beside: { comment },
    permission: 'approve',
    destructive: true,
  },
  async ({ sql, found }, kind, of, { context, input }) => {
    const allowed = await mayDecide(sql, context, found, 'REJECTED');
    if (!allowed.ok) return err(allowed.error);
    if (allowed.value === null) return ok(null);
    const { principalId, displayName } = context.actor;
    const said = { operationId: found.operation.id, principalId, outcome: 'REJECTED' as const };
    await keepSaid(sql, { ...said, comment: input.comment, channel: context.channel });
    const error = rejected(displayName, input.comment);
    return ok(turnedDown({ ...found, kind, of, error }, 'rejected'));
  },
);

const rejected = (by: string, reason: string | null): ProvisioningError => ({
  code: 'APPROVAL_REJECTED',
  message: `${by} did not agree to it${reason === null ? '' : `: ${reason}`}. Nothing was sent to Azure.`,
  retry: 'NEVER',
  remedy: 'Talk to whoever decided, then ask for what they agree to.',
});
