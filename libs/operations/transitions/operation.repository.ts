import { prepared, statement, type Sql } from '#libs/database';
import type { OperationGuard } from './operation-change.js';
import type { OperationStatus } from '../operation.js';

export interface GuardRow extends OperationGuard {
  cancelRequestedAt: Date | null;
}

const guardStatement = prepared<{ operationId: string }, GuardRow>`
SELECT id, status, fence, version, cancel_requested_at AS "cancelRequestedAt"
FROM operation WHERE id = ${'operationId'}::uuid`;

/** What a decision must be renewed on after the row moved. */
export async function readGuard(sql: Sql, operationId: string): Promise<GuardRow | undefined> {
  const { rows } = await sql.query(guardStatement({ operationId }));
  return rows[0];
}

const lockStatement = statement<{ operationId: string }, { held: boolean }>`
SELECT coalesce(lease_until >= now(), false) AS held FROM operation WHERE id = ${'operationId'}::uuid FOR UPDATE`;

/** Locks the row until the transaction ends. Answers whether a worker holds it; undefined where there is none. */
export async function lockOperation(sql: Sql, operationId: string): Promise<boolean | undefined> {
  const { rows } = await sql.query(lockStatement({ operationId }));
  return rows[0]?.held;
}

export interface LaterOperation {
  id: string;
  status: OperationStatus;
}

const latestStatement = statement<{ resourceId: string }, LaterOperation>`
SELECT id, status FROM operation WHERE target_id = ${'resourceId'}::uuid ORDER BY id DESC LIMIT 1`;

/** The newest operation on the resource. */
export async function latestOperation(
  sql: Sql,
  resourceId: string,
): Promise<LaterOperation | undefined> {
  const { rows } = await sql.query(latestStatement({ resourceId }));
  return rows[0];
}
