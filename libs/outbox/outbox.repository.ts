import { fragment, prepared, statement, type Sql } from '#libs/database';

export interface DueEvent {
  /** bigint, as text. */
  id: string;
  operationId: string;
}

const isDue = fragment`published_at IS NULL AND topic = 'operation.due'`;

const lockStatement = prepared<{ limit: number }, DueEvent>`
SELECT id::text, operation_id AS "operationId" FROM outbox_event
WHERE ${isDue} ORDER BY outbox_event.id LIMIT ${'limit'}::integer FOR UPDATE SKIP LOCKED`;

/** Rows that ask for a worker and are not yet queued, oldest first, locked until the transaction ends; others' are skipped. */
export async function lockDueEvents(sql: Sql, limit: number): Promise<DueEvent[]> {
  const { rows } = await sql.query(lockStatement({ limit }));
  return rows;
}

/** Rows that ask for a worker and that no relay has brought to the queue. */
export interface Undelivered {
  count: number;
  /** 0 where there is none. */
  oldestSeconds: number;
}

const undeliveredStatement = prepared<object, Undelivered>`
SELECT count(*)::integer AS count, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
FROM outbox_event WHERE ${isDue}`;

export async function readUndelivered(sql: Sql): Promise<Undelivered> {
  const { rows } = await sql.query(undeliveredStatement({}));
  return rows[0] ?? { count: 0, oldestSeconds: 0 };
}

/** Every worker relays once a second: what waits for longer than this reaches no queue. */
const stuckAfterSeconds = 20;

/** True where reminders do not get through. */
export const isStuck = ({ oldestSeconds }: Undelivered): boolean =>
  oldestSeconds > stuckAfterSeconds;

const publishedStatement = prepared<{ ids: readonly string[] }>`
UPDATE outbox_event SET published_at = now() WHERE id = ANY(${'ids'}::bigint[])`;

/** Losing this in a crash costs a second reminder, so its commit waits for no disk. */
export async function markPublished(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query('SET LOCAL synchronous_commit = off');
  await sql.query(publishedStatement({ ids }));
}

const dropStatement = statement<{ keepHours: number; limit: number }>`
DELETE FROM outbox_event WHERE id IN (
  SELECT id FROM outbox_event
  WHERE created_at < now() - ${'keepHours'}::float8 * interval '1 hour'
    AND (topic <> 'operation.due' OR published_at IS NOT NULL) AND happened IS NULL
  ORDER BY created_at LIMIT ${'limit'}::integer)`;

/** Drops events older than `keepHours` that nobody waits for, at most `limit`. Answers how many. */
export async function dropOldEvents(sql: Sql, keepHours: number, limit: number): Promise<number> {
  const { rowCount } = await sql.query(dropStatement({ keepHours, limit }));
  return rowCount ?? 0;
}
