import type { Sql } from '#libs/database';
import type { CostTag, Resource } from '#libs/resources';
import {
  claimStatement,
  contextStatement,
  giveBackStatement,
  type ContextRow,
} from './claim.repository.js';
import type { Operation } from '../operation.js';
import type { OperationStep } from '../operation-step.js';

/** An operation with all that its steps may know. */
export interface OperationContext {
  operation: Operation;
  /** Claims since the last progress, this one included. */
  dequeues: number;
  steps: OperationStep[];
  resource: Resource;
  /** Nearest first. */
  ancestors: Resource[];
  costTags: CostTag[];
  /** The database's clock at the claim. */
  databaseNow: Date;
}

export interface Claimant {
  /** Names this one claim in lease_owner: of a worker process, and no other claim of it. */
  claimName: string;
  leaseMs: number;
}

/**
 * Takes the operation for `leaseMs`: fence + 1, in one UPDATE. Undefined where there is nothing to do: not due,
 * ended, or held by somebody else.
 */
export async function claimOperation(
  sql: Sql,
  operationId: string,
  claimant: Claimant,
): Promise<OperationContext | undefined> {
  const { rows } = await sql.query(claimStatement({ operationId, ...claimant }));
  const row = rows[0];
  if (!row) return undefined;
  // The claim waited for another writer: what the same statement read beside it is from before that write.
  const stale = row.snapshotVersion + 1 !== row.operation.version;
  return stale ? loadContext(sql, operationId) : parseContext(row);
}

/** Frees the operation where the claim still holds it, as if it had not been made. */
export async function giveBackClaim(
  sql: Sql,
  operationId: string,
  claimName: string,
): Promise<void> {
  await sql.query(giveBackStatement({ operationId, claimName }));
}

/** The operation as it stands, without claiming it. */
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
