import { err, ok, type ProvisioningError } from '#libs/kernel';
import { toSentStep, wasSent } from '../decisions/cancellation.rules.js';
import { operationVerb } from './change-operation.js';
import type { OperationContext } from '../leases/lease-operation.js';
import { factsWhenUnknown } from '../decisions/facts-when-unknown.rules.js';
import { actionPrefix } from '../kind.rules.js';
import type { ManagedKind } from '../managed-kind.js';
import type { OperationChange } from '../transitions/operation-change.js';
import { isTerminal } from '../operation.machine.js';
import type { OperationStep } from '../operation-step.js';
import type { OperationDefinition } from '../step.js';
import { takenBack } from '../decisions/take-back.rules.js';
import { auditOfWish } from '../transitions/wish.js';

/**
 * Gives an operation up: it is FAILED with OUTCOME_UNKNOWN when this returns, whoever holds it can write no more, and
 * its target is free; what was never sent is taken back. What stands in Azure is found out afterwards (drift/observe-unresolved.ts). Refuses with
 * NOT_FOUND, FORBIDDEN for all but the platform's administrators, or INVALID_STATE where it has ended.
 */
export const abandonOperation = operationVerb(
  {
    name: 'abandonOperation',
    summary:
      "For the platform's administrators: ends an operation that does not end by itself as FAILED with OUTCOME_UNKNOWN, and frees its resource. Nothing is undone; what stands in Azure is found out afterwards.",
    asked: 'The unfinished operation to give up.',
    permission: 'administer',
    where: 'platform',
    destructive: true,
  },
  async ({ found }, kind, of) => {
    const { status } = found.operation;
    return isTerminal(status) ? err([hasEnded(status)]) : ok(abandonment(found, kind, of));
  },
);

const hasEnded = (status: string) => ({
  code: 'INVALID_STATE' as const,
  message: `It has ended: ${status}.`,
  field: ['input', 'id'],
});

function abandonment(
  found: OperationContext,
  kind: OperationDefinition,
  of: ManagedKind,
): OperationChange {
  const { operation, steps, resource, databaseNow } = found;
  const step = steps[operation.currentStep];
  const error = outcomeUnknown(step, remedyFor(found, kind));
  const wish = takenBack({ ...found, of, kind, error });
  return {
    events: ['abandon'],
    currentStep: operation.currentStep,
    error,
    lease: 'take',
    due: 'watched',
    progress: true,
    steps: step
      ? [{ ...withoutUnread(step), status: 'FAILED', error, completedAt: databaseNow }]
      : [],
    facts: factsWhenUnknown(of, resource, error),
    ...(wish && { wish }),
    watch: 'none',
    audit: [
      ...(wish ? [auditOfWish(operation.kind, 'taken_back', wish)] : []),
      {
        action: `${actionPrefix(operation.kind)}.abandoned`,
        before: { status: operation.status, step: step?.name ?? null },
        after: { status: 'FAILED', error: { code: error.code, message: error.message } },
      },
    ],
  };
}

function withoutUnread(step: OperationStep): OperationStep {
  const { unread: _unread, ...memory } = step.memory;
  return { ...step, memory };
}

/** What to do next, by whether anything was sent and whether the target was being made or deleted. */
function remedyFor({ steps, resource }: OperationContext, kind: OperationDefinition): string {
  const isSent =
    wasSent(steps.map(toSentStep), kind) || steps.some(({ memory }) => memory.wrote === true);
  const isNew = resource.observed === null && kind.during === 'CREATING';
  if (isNew && !isSent) return 'Nothing was sent to Azure: ask for it anew.';
  if (isNew)
    return 'Armature looks whether it came to be in Azure. If it stands then, retry the operation; if it is gone, ask for it anew.';
  if (kind.during === 'DELETING')
    return 'Armature looks whether it is gone from Azure. If it still stands then, retry the operation, or delete it anew.';
  return 'Armature looks at the resource until it shows how it stands in Azure. If it stands then, retry the operation, or ask anew for what is missing; if it is gone, create it anew.';
}

function outcomeUnknown(step: OperationStep | undefined, remedy: string): ProvisioningError {
  const unread = step?.memory.unread?.error;
  const last = step?.message ? ` Last seen: ${step.message}` : '';
  return {
    code: 'OUTCOME_UNKNOWN',
    message: `An administrator gave it up at '${step?.name ?? 'its end'}': nobody knows what Azure made of it.${last}`,
    retry: 'LATER',
    remedy,
    ...(unread && { details: [unread] }),
  };
}
