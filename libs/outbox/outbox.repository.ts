import type { Sql } from '#libs/database';

export interface DueEvent {
  /** bigint, as text. */
  id: string;
  operationId: string;
}

/** Rows that ask for a worker and are not yet queued, oldest first, locked until the transaction ends; others' are skipped. */
export async function lockDueEvents(sql: Sql, limit: number): Promise<DueEvent[]> {
  const { rows } = await sql.query<DueEvent>({
    name: 'outbox-lock-due',
    text: `SELECT id::text, operation_id AS "operationId" FROM outbox_event
      WHERE published_at IS NULL AND topic = 'operation.due'
      ORDER BY id LIMIT $1::integer FOR UPDATE SKIP LOCKED`,
    values: [limit],
  });
  return rows;
}

/** Rows that ask for a worker and that no relay has brought to the queue. */
export interface Undelivered {
  count: number;
  /** 0 where there is none. */
  oldestSeconds: number;
}

export async function readUndelivered(sql: Sql): Promise<Undelivered> {
  const { rows } = await sql.query<Undelivered>({
    name: 'outbox-undelivered',
    text: `SELECT count(*)::integer AS count,
        coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
      FROM outbox_event WHERE published_at IS NULL AND topic = 'operation.due'`,
    values: [],
  });
  return rows[0] ?? { count: 0, oldestSeconds: 0 };
}

/** Every worker relays once a second: what waits for longer than this reaches no queue. */
const stuckAfterSeconds = 20;

/** True where reminders do not get through. */
export const isStuck = ({ oldestSeconds }: Undelivered): boolean =>
  oldestSeconds > stuckAfterSeconds;

/** Losing this in a crash costs a second reminder, so its commit waits for no disk. */
export async function markPublished(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query('SET LOCAL synchronous_commit = off');
  await sql.query({
    name: 'outbox-published',
    text: 'UPDATE outbox_event SET published_at = now() WHERE id = ANY($1::bigint[])',
    values: [ids],
  });
}

/** Drops events older than `keepHours` that nobody waits for, at most `limit`. Answers how many. */
export async function dropOldEvents(sql: Sql, keepHours: number, limit: number): Promise<number> {
  const { rowCount } = await sql.query(
    `DELETE FROM outbox_event WHERE id IN (
       SELECT id FROM outbox_event
       WHERE created_at < now() - $1::float8 * interval '1 hour'
         AND (topic <> 'operation.due' OR published_at IS NOT NULL)
       ORDER BY created_at LIMIT $2::integer)`,
    [keepHours, limit],
  );
  return rowCount ?? 0;
}
