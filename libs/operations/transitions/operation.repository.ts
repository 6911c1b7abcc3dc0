import type { Sql } from '#libs/database';
import type { OperationGuard } from './operation-change.js';
import type { OperationStatus } from '../operation.js';

export interface GuardRow extends OperationGuard {
  cancelRequestedAt: Date | null;
}

/** What a decision must be renewed on after the row moved. */
export async function readGuard(sql: Sql, operationId: string): Promise<GuardRow | undefined> {
  const { rows } = await sql.query<GuardRow>({
    name: 'operation-guard',
    text: `SELECT id, status, fence, version, cancel_requested_at AS "cancelRequestedAt"
      FROM operation WHERE id = $1::uuid`,
    values: [operationId],
  });
  return rows[0];
}

/** Locks the row until the transaction ends. Answers whether a worker holds it; undefined where there is none. */
export async function lockOperation(sql: Sql, operationId: string): Promise<boolean | undefined> {
  const { rows } = await sql.query<{ held: boolean }>(
    `SELECT coalesce(lease_until >= now(), false) AS held FROM operation WHERE id = $1::uuid FOR UPDATE`,
    [operationId],
  );
  return rows[0]?.held;
}

export interface LaterOperation {
  id: string;
  status: OperationStatus;
}

/** The newest operation on the resource. */
export async function latestOperation(
  sql: Sql,
  resourceId: string,
): Promise<LaterOperation | undefined> {
  const { rows } = await sql.query<LaterOperation>(
    `SELECT id, status FROM operation WHERE target_id = $1::uuid ORDER BY id DESC LIMIT 1`,
    [resourceId],
  );
  return rows[0];
}
