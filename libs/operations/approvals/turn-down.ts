import type { ProvisioningError } from '#libs/kernel';
import { decide } from '../decisions/decide.rules.js';
import { takenBack } from '../decisions/take-back.rules.js';
import { actionPrefix } from '../kind.rules.js';
import type { OperationContext } from '../leases/lease-operation.js';
import type { ManagedKind } from '../managed-kind.js';
import type { OperationDefinition } from '../step.js';
import type { OperationChange } from '../transitions/operation-change.js';
import { auditOfWish } from '../transitions/wish.js';

interface TurnedDown extends OperationContext {
  kind: OperationDefinition;
  of: ManagedKind;
  /** Why it will not be done. */
  error: ProvisioningError;
}

/** The end of an operation to which nobody agreed: nothing of it was sent, so all of it is taken back. */
export function turnedDown(
  { error, ...found }: TurnedDown,
  event: 'rejected' | 'approval_expired',
): OperationChange {
  const { operation, steps, kind, databaseNow } = found;
  const { currentStep } = operation;
  const situation = { status: 'CANCELING', currentStep, steps, kind, now: databaseNow } as const;
  const { steps: canceled, facts } = decide(situation, { is: 'interrupted' });
  const wish = takenBack({ ...found, error: null });
  return {
    events: ['reject'],
    currentStep,
    error,
    lease: 'take',
    due: 'watched',
    progress: true,
    steps: canceled,
    ...(facts && { facts }),
    ...(wish && { wish }),
    watch: 'none',
    audit: [
      ...(wish ? [auditOfWish(operation.kind, 'taken_back', wish)] : []),
      { action: `${actionPrefix(operation.kind)}.${event}`, after: { message: error.message } },
    ],
  };
}
