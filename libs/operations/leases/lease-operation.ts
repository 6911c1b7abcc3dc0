import type { Sql } from '#libs/database';
import type { CostTag, Resource } from '#libs/resources';
import {
  leaseStatement,
  contextStatement,
  giveBackStatement,
  type ContextRow,
} from './lease-operation.repository.js';
import type { Operation } from '../operation.js';
import type { OperationStep } from '../operation-step.js';

/** An operation with all that its steps may know. */
export interface OperationContext {
  operation: Operation;
  /** Leases since the last progress, this one included. */
  dequeues: number;
  steps: OperationStep[];
  resource: Resource;
  /** Nearest first. */
  ancestors: Resource[];
  costTags: CostTag[];
  /** The database's clock when the lease was taken. */
  databaseNow: Date;
}

export interface LeaseTaker {
  /** Names this one lease in lease_owner: of a worker process, and no other lease of it. */
  leaseName: string;
  leaseMs: number;
}

/**
 * Takes the operation for `leaseMs`: fence + 1, in one UPDATE. Undefined where there is nothing to do: not due,
 * ended, or held by somebody else.
 */
export async function leaseOperation(
  sql: Sql,
  operationId: string,
  taker: LeaseTaker,
): Promise<OperationContext | undefined> {
  const { rows } = await sql.query(leaseStatement({ operationId, ...taker }));
  const row = rows[0];
  if (!row) return undefined;
  // The UPDATE waited for another writer: what the same statement read beside it is from before that write.
  const stale = row.snapshotVersion + 1 !== row.operation.version;
  return stale ? loadContext(sql, operationId) : parseContext(row);
}

/** Frees the operation where the lease still holds it, as if it had not been taken. */
export async function giveBackLease(
  sql: Sql,
  operationId: string,
  leaseName: string,
): Promise<void> {
  await sql.query(giveBackStatement({ operationId, leaseName }));
}

/** The operation as it stands, without a lease. */
export async function loadContext(
  sql: Sql,
  operationId: string,
): Promise<OperationContext | undefined> {
  const { rows } = await sql.query(contextStatement({ operationId }));
  return rows[0] && parseContext(rows[0]);
}

function parseContext(row: ContextRow): OperationContext {
  const { dequeues, ...operation } = row.operation;
  const [resource, ...ancestors] = row.resources.map(withDates);
  if (!resource) throw new Error(`operation ${operation.id}: its target is not there`);
  return {
    operation: withDates(operation),
    dequeues,
    steps: row.steps.map(withDates),
    resource,
    ancestors,
    costTags: row.costTags,
    databaseNow: row.databaseNow,
  };
}

const isDate = (key: string): boolean => key.endsWith('At');

/** JSON has no dates: `…At` keys are read back as such. */
function withDates<T extends object>(row: T): T {
  const entries = Object.entries(row).map(([key, value]: [string, unknown]) => [
    key,
    isDate(key) && typeof value === 'string' ? new Date(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}
