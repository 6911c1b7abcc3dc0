import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reminder } from '#libs/queue';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dropOldEvents } from './outbox.repository.js';
import { relayDueEvents } from './relay-due-events.js';
import { startRelay } from './start-relay.js';

let database: TestDatabase;
let reminded: Reminder[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  reminded = [];
  await database.pool.query('DELETE FROM outbox_event');
});

const queue = {
  remind: async (reminders: readonly Reminder[]) => void reminded.push(...reminders),
};

const givenDue = async (count: number): Promise<void> => {
  await database.pool.query(
    `INSERT INTO outbox_event (topic, operation_id) SELECT 'operation.due', uuidv7() FROM generate_series(1, $1)`,
    [count],
  );
};
const unpublished = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM outbox_event WHERE published_at IS NULL AND topic = 'operation.due'`,
  );
  return rows[0]?.count ?? NaN;
};

describe('the relay', () => {
  it('hands over each event once, whoever else relays at the same time', async () => {
    await givenDue(40);
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => relayDueEvents(database.pool, queue, 100)),
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(40);
    expect(new Set(reminded.map((reminder) => reminder.operationId)).size).toBe(40);
    expect(await unpublished()).toBe(0);
  });

  it('keeps what the queue did not take', async () => {
    await givenDue(3);
    const away = { remind: () => Promise.reject(new Error('Redis is away')) };
    await expect(relayDueEvents(database.pool, away, 100)).rejects.toThrow('Redis is away');
    expect(await unpublished()).toBe(3);
    await relayDueEvents(database.pool, queue, 100);
    expect(reminded).toHaveLength(3);
  });

  it('hears of an event when it is committed, and of those from before it listened', async () => {
    await givenDue(2);
    const relay = startRelay({
      pool: database.pool,
      url: database.url,
      queue,
      onError: () => undefined,
    });
    await expect.poll(() => reminded.length).toBe(2);
    await givenDue(1);
    await expect.poll(() => reminded.length).toBe(3);
    await relay.close();
  });

  it('goes on by itself after the queue was away', async () => {
    let away = true;
    const errors: unknown[] = [];
    const flaky = {
      remind: async (reminders: readonly Reminder[]) => {
        if (away) throw new Error('Redis is away');
        reminded.push(...reminders);
      },
    };
    const onError = (error: unknown) => void errors.push(error);
    const relay = startRelay({ pool: database.pool, url: database.url, queue: flaky, onError });
    await givenDue(1);
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    away = false;
    await expect.poll(() => reminded.length, { timeout: 5_000 }).toBe(1);
    await relay.close();
  });
});

describe('old events', () => {
  it('go, but never one that still waits for the queue', async () => {
    await database.pool.query(
      `INSERT INTO outbox_event (topic, operation_id, created_at, published_at) VALUES
       ('operation.due', $1, now() - interval '3 days', NULL),
       ('operation.due', $1, now() - interval '3 days', now()),
       ('operation.changed', $1, now() - interval '3 days', NULL),
       ('operation.changed', $1, now(), NULL)`,
      [randomUUID()],
    );
    expect(await dropOldEvents(database.pool, 24, 100)).toBe(2);
    expect(await unpublished()).toBe(1);
  });
});
