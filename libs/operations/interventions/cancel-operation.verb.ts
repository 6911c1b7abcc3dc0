import { err, ok, type DomainError } from '#libs/kernel';
import { isCancelable, toSentStep } from '../decisions/cancellation.rules.js';
import { operationVerb, type LockedOperation } from './change-operation.js';
import type { OperationContext } from '../leases/lease-operation.js';
import { decide } from '../decisions/decide.rules.js';
import { actionPrefix } from '../kind.rules.js';
import type { OperationChange } from '../transitions/operation-change.js';
import { isTerminal } from '../operation.machine.js';
import type { OperationDefinition } from '../step.js';
import type { ManagedKind } from '../managed-kind.js';
import { takenBack } from '../decisions/take-back.rules.js';
import { auditOfWish } from '../transitions/wish.js';

/**
 * Asks to cancel. Where nothing was sent the operation is CANCELED when this returns; otherwise it is CANCELING, and
 * what was sent is undone first (docs/operation-engine.md#cancel-and-retry). Asking again changes nothing. Refuses with
 * NOT_FOUND, FORBIDDEN, or INVALID_STATE naming why.
 */
export const cancelOperation = operationVerb(
  {
    name: 'cancelOperation',
    summary:
      'Cancels an operation; what was sent to Azure already is undone where that is possible.',
    asked: 'The operation to cancel.',
    permission: 'operate',
    destructive: true,
  },
  async (locked, kind, of) => {
    const { operation, steps } = locked.found;
    if (operation.status === 'CANCELED' || operation.status === 'CANCELING') return ok(null);
    if (!isCancelable(operation, steps.map(toSentStep), kind)) return err([refusal(locked.found)]);
    return ok(locked.held ? markCanceling(locked) : cancelNow(locked, kind, of));
  },
);

function refusal({ operation }: OperationContext): DomainError {
  const why = isTerminal(operation.status)
    ? `It has ended: ${operation.status}.`
    : operation.cancelRequestedAt
      ? 'It was canceled before, and what that undoes is being retried.'
      : 'It has been sent to Azure, and an operation of this kind cannot be undone. Wait for its end.';
  return { code: 'INVALID_STATE', message: why, field: ['input', 'id'] };
}

const audited = (found: OperationContext, ...events: string[]): OperationChange['audit'] =>
  events.map((event) => ({ action: `${actionPrefix(found.operation.kind)}.${event}` }));

/** A worker is at it and may be sending: it finds out at its next write, or whoever follows when its lease runs out. */
function markCanceling({ found }: LockedOperation): OperationChange {
  return {
    events: ['cancel'],
    currentStep: found.operation.currentStep,
    error: null,
    cancelRequested: true,
    lease: 'keep',
    due: 'keep',
    progress: false,
    steps: [],
    audit: audited(found, 'cancel_requested'),
  };
}

function cancelNow(
  { found }: LockedOperation,
  kind: OperationDefinition,
  of: ManagedKind,
): OperationChange {
  const { operation, steps, databaseNow } = found;
  const { currentStep } = operation;
  const situation = { status: 'CANCELING', currentStep, steps, kind, now: databaseNow } as const;
  const decision = decide(situation, { is: 'interrupted' });
  const stopped = decision.events.includes('stop');
  const wish = stopped ? takenBack({ ...found, of, kind, error: null }) : undefined;
  return {
    events: stopped ? ['stop'] : ['cancel'],
    currentStep: decision.currentStep,
    error: null,
    cancelRequested: true,
    lease: 'take',
    due: decision.due,
    progress: true,
    steps: decision.steps,
    ...(decision.facts && { facts: decision.facts }),
    ...(wish && { wish }),
    watch: 'none',
    audit: [
      ...audited(found, 'cancel_requested'),
      ...(wish ? [auditOfWish(operation.kind, 'taken_back', wish)] : []),
      ...audited(found, ...(stopped ? ['canceled'] : [])),
    ],
  };
}
