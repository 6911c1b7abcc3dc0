import { prepared, type Sql } from '#libs/database';
import { leasable } from '../leases/lease-operation.repository.js';
import type { DueOperation } from '../watches/watch.repository.js';

const forgottenStatement = prepared<{ graceMs: number; limit: number }, DueOperation>`
SELECT id AS "operationId", fence FROM operation
WHERE due_at < now() - ${'graceMs'}::float8 * interval '1 millisecond' AND ${leasable}
ORDER BY due_at LIMIT ${'limit'}::integer`;

/**
 * Operations that wanted a worker `graceMs` ago and have none: their reminder was lost, or the lease of a worker that
 * died ran out. Longest waiting first.
 */
export async function findForgotten(
  sql: Sql,
  graceMs: number,
  limit: number,
): Promise<DueOperation[]> {
  const { rows } = await sql.query(forgottenStatement({ graceMs, limit }));
  return rows;
}

const oldestStatement = prepared<object, { seconds: number }>`
SELECT coalesce(extract(epoch FROM now() - greatest(due_at, lease_until)), 0)::float8 AS seconds
FROM operation WHERE due_at < now() AND ${leasable} ORDER BY due_at LIMIT 1`;

/** Seconds for which the longest waiting operation has been leasable; 0 where none is. */
export async function oldestDueSeconds(sql: Sql): Promise<number> {
  const { rows } = await sql.query(oldestStatement({}));
  return Math.max(0, rows[0]?.seconds ?? 0);
}

const overdueStatement = prepared<{ limitMs: number }, DueOperation>`
UPDATE operation o SET due_at = now(), version = o.version + 1 FROM operation_step s
WHERE s.operation_id = o.id AND s.position = o.current_step AND s.status = 'WAITING'
  AND s.started_at < now() - ${'limitMs'}::float8 * interval '1 millisecond'
  AND o.status IN ('RUNNING', 'CANCELING') AND o.due_at IS NULL
RETURNING o.id AS "operationId", o.fence`;

/**
 * Makes operations due that have waited for `limitMs` in one step, so that a worker ends them; answers them.
 * Steps that are tried again by themselves check their limit without this.
 */
export async function wakeOverdue(sql: Sql, limitMs: number): Promise<DueOperation[]> {
  const { rows } = await sql.query(overdueStatement({ limitMs }));
  return rows;
}
