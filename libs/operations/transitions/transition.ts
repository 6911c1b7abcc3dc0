import type { Sql } from '#libs/database';
import type { ChangeActor, OperationChange, OperationGuard } from './operation-change.js';
import { statusAfter, type OperationEvent } from '../operation.machine.js';
import type { OperationStatus } from '../operation.js';
import { transitionStatement } from './transition.repository.js';
import { transitionValues } from './transition-values.js';

/** Another worker holds the lease now, or none may: stop, and send nothing more. */
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
  const values = transitionValues(guard, status, change, actor);
  const { rows } = await sql.query(transitionStatement(values));
  return rows[0] && { status, version: rows[0].version };
}

function follow(from: OperationStatus, events: readonly OperationEvent[]): OperationStatus {
  return events.reduce((status, event) => {
    const next = statusAfter(status, event);
    if (!next) throw new Error(`operation machine: no '${event}' from ${status}`);
    return next;
  }, from);
}
