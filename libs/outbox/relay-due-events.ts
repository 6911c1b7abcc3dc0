import type pg from 'pg';
import { transaction } from '#libs/database';
import type { ReminderQueue } from '#libs/queue';
import { lockDueEvents, markPublished } from './outbox.repository.js';

/**
 * Hands at most `limit` unpublished operation.due rows to the queue and marks them. Answers how many. Rejects where
 * database or queue do not answer: then the rows stay, and a reminder may come twice.
 */
export const relayDueEvents = (
  pool: pg.Pool,
  queue: Pick<ReminderQueue, 'remind'>,
  limit: number,
): Promise<number> =>
  transaction(pool, async (sql) => {
    const events = await lockDueEvents(sql, limit);
    if (events.length === 0) return 0;
    await queue.remind(
      events.map(({ id, operationId }) => ({ operationId, occasion: `event-${id}` })),
    );
    await markPublished(
      sql,
      events.map(({ id }) => id),
    );
    return events.length;
  });
