import type { Pool } from 'pg';
import { expect, vi } from 'vitest';

export interface OperationOutcome {
  id: string;
  kind: string;
  computeName: string;
  status: string;
  errorCode: string | null;
  steps: string[];
  /** Last words of its audit actions, in order: accepted, started, ... */
  audit: string[];
  resourceState: string;
  isGone: boolean;
}

/** Every operation on a compute after `since`, with what it left behind. */
export async function readOperations(pool: Pool, since: Date): Promise<OperationOutcome[]> {
  const { rows } = await pool.query<OperationOutcome>(
    `SELECT o.id, o.kind, o.target_name AS "computeName", o.status::text, o.error->>'code' AS "errorCode",
       ARRAY(SELECT s.name || ': ' || s.status FROM operation_step s
         WHERE s.operation_id = o.id ORDER BY s.position) AS steps,
       ARRAY(SELECT regexp_replace(a.action, '^.*\\.', '') FROM audit_event a
         WHERE a.operation_id = o.id ORDER BY a.occurred_at, a.id) AS audit,
       r.provisioning_state::text AS "resourceState", r.gone_at IS NOT NULL AS "isGone"
     FROM operation o JOIN resource r ON r.id = o.target_id
     WHERE o.created_at > $1 AND r.kind IN ('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE') ORDER BY o.id`,
    [since],
  );
  return rows;
}

/** How many operations are not over. */
export async function countUnfinished(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM operation WHERE status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED')`,
  );
  return rows[0]?.count ?? NaN;
}

/** Resolves when no operation is unfinished; rejects after two and a half minutes for each 200 of `count`. */
export const waitUntilAllOver = (pool: Pool, count = 200): Promise<void> =>
  vi.waitFor(async () => expect(await countUnfinished(pool)).toBe(0), {
    timeout: (150_000 * count) / 200,
    interval: 250,
  });

/** What an operation that is over must not leave behind: watches, leases, moments when it is due. */
export async function countLeftovers(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM watch) AS watches,
       (SELECT count(*)::int FROM operation WHERE due_at IS NOT NULL) AS due,
       (SELECT count(*)::int FROM operation WHERE lease_until IS NOT NULL) AS leases`,
  );
  return rows[0] ?? {};
}
