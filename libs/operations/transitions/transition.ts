import { auditParameter } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, parentArmId, subscriptionOf } from '#libs/kernel';
import type { ResourceFacts } from '#libs/resources';
import type { ChangeAudit } from './change-audit.js';
import type { ChangeActor, Due, OperationChange, OperationGuard } from './operation-change.js';
import { isTerminal, statusAfter, type OperationEvent } from '../operation.machine.js';
import type { OperationStatus } from '../operation.js';
import { transitionStatement } from './transition.repository.js';

/** Somebody else holds the operation now, or nobody may: stop, and send nothing more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor(operationId: string) {
    super(`operation ${operationId}: the lease is lost`);
  }
}

/**
 * The one door: writes status, steps, the target's facts, watch, audit rows and outbox rows of one change in one
 * statement, and so in one transaction. Answers the operation's new version, or undefined where the row is no
 * longer the one that the change was decided on: then nothing was written.
 */
export async function transition(
  sql: Sql,
  guard: OperationGuard,
  change: OperationChange,
  actor: ChangeActor,
): Promise<{ status: OperationStatus; version: number } | undefined> {
  const status = follow(guard.status, change.events);
  const { rows } = await sql.query<{ version: number }>({
    ...transitionStatement,
    values: [
      guard.id,
      guard.fence,
      guard.version,
      ...operationValues(status, change),
      JSON.stringify(change.steps),
      ...factValues(change.facts),
      ...watchValues(change.watch),
      auditValue(change.audit, actor),
      wishValue(change.wish),
    ],
  });
  return rows[0] && { status, version: rows[0].version };
}

function follow(from: OperationStatus, events: readonly OperationEvent[]): OperationStatus {
  return events.reduce((status, event) => {
    const next = statusAfter(status, event);
    if (!next) throw new Error(`operation machine: no '${event}' from ${status}`);
    return next;
  }, from);
}

function operationValues(status: OperationStatus, change: OperationChange): unknown[] {
  const { lease } = change;
  return [
    status,
    isTerminal(status),
    change.events.includes('start'),
    change.currentStep,
    change.error && JSON.stringify(change.error),
    change.cancelRequested ?? false,
    typeof lease === 'object' ? 'renew' : lease,
    typeof lease === 'object' ? lease.renewForMs : null,
    change.due !== 'keep',
    isTerminal(status) ? null : dueAfterMs(change.due),
    change.progress,
  ];
}

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

function factValues(facts: ResourceFacts | undefined): unknown[] {
  return [
    facts !== undefined,
    facts?.provisioningState ?? null,
    facts?.rawProvisioningState ?? null,
    facts?.provisioningErrors ? JSON.stringify(facts.provisioningErrors) : null,
    facts?.observed === undefined ? null : JSON.stringify(facts.observed),
    facts?.gone ?? false,
  ];
}

function watchValues(watch: OperationChange['watch']): unknown[] {
  if (!watch || watch === 'none') return [watch ?? 'keep', null, null, null, null, null, null];
  return [
    'set',
    armIdKey(parentArmId(watch.armId)),
    subscriptionOf(watch.armId).toLowerCase(),
    watch.armId,
    watch.until,
    watch.handle ? JSON.stringify(watch.handle) : null,
    watch.lookAfterMs,
  ];
}
