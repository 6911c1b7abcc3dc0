import { auditParameter } from '#libs/audit';
import { armIdKey, parentArmId, subscriptionOf } from '#libs/kernel';
import type { ResourceFacts } from '#libs/resources';
import { isTerminal } from '../operation.machine.js';
import type { OperationStatus } from '../operation.js';
import type { ChangeAudit } from './change-audit.js';
import type { ChangeActor, Due, OperationChange, OperationGuard } from './operation-change.js';

/** What the statement takes that writes the change; JSON as text. Throws where an audit row looks like it has a secret. */
export const transitionValues = (
  guard: OperationGuard,
  status: OperationStatus,
  change: OperationChange,
  actor: ChangeActor,
) => ({
  ...guard,
  ...operationValues(status, change),
  ...factValues(change.facts),
  ...watchValues(change.watch),
  steps: JSON.stringify(change.steps),
  audit: auditValue(change.audit, actor),
  wish: wishValue(change.wish),
});

const operationValues = (status: OperationStatus, change: OperationChange) => ({
  ...leaseValues(change.lease),
  status,
  isTerminal: isTerminal(status),
  starts: change.events.includes('start'),
  currentStep: change.currentStep,
  error: change.error && JSON.stringify(change.error),
  cancelRequested: change.cancelRequested ?? false,
  setsDue: change.due !== 'keep',
  dueAfterMs: isTerminal(status) ? null : dueAfterMs(change.due),
  progress: change.progress,
});

const leaseValues = (lease: OperationChange['lease']) =>
  typeof lease === 'object'
    ? { lease: 'renew' as const, renewForMs: lease.renewForMs }
    : { lease, renewForMs: null };

function dueAfterMs(due: Due): number | null {
  if (typeof due === 'object') return due.afterSeconds * 1000;
  return due === 'now' ? 0 : null;
}

/** Target, team and operation are added by the statement. Throws where a field looks like a secret. */
const auditValue = (audit: readonly ChangeAudit[], actor: ChangeActor): string =>
  `[${audit.map((entry) => auditParameter({ ...actor, ...entry })).join(',')}]`;

/** `kept` stays with the operation: what a retry asks for again. */
const wishValue = (wish: OperationChange['wish']): string | null =>
  wish ? JSON.stringify({ ...wish.set, ...(wish.kept && { kept: wish.was }) }) : null;

const factValues = (facts: ResourceFacts | undefined) => ({
  hasFacts: facts !== undefined,
  provisioningState: facts?.provisioningState ?? null,
  rawProvisioningState: facts?.rawProvisioningState ?? null,
  provisioningErrors: facts?.provisioningErrors ? JSON.stringify(facts.provisioningErrors) : null,
  observed: facts?.observed === undefined ? null : JSON.stringify(facts.observed),
  isGone: facts?.gone ?? false,
});

function watchValues(watch: OperationChange['watch']) {
  if (!watch || watch === 'none') return { watch: watch ?? 'keep' };
  return {
    watch: 'set',
    groupKey: armIdKey(parentArmId(watch.armId)),
    subscriptionId: subscriptionOf(watch.armId).toLowerCase(),
    armId: watch.armId,
    until: watch.until,
    handle: watch.handle ? JSON.stringify(watch.handle) : null,
    lookAfterMs: watch.lookAfterMs,
  };
}
