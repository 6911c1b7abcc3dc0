import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, StatementEnded, type Database } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { SharedReads } from './shared-reads.js';

function counted() {
  let reads = 0;
  return { read: async () => (reads += 1), reads: () => reads };
}

const { signal: staying } = new AbortController();

describe('reads that streams share', () => {
  it('are made once for all that hear of the same change', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    const answers = Array.from({ length: 1_000 }, () =>
      shared.read('operation 1', 7, staying, read),
    );
    expect(new Set(await Promise.all(answers))).toEqual(new Set([1]));
  });

  it('are made anew for a later change, and not for an earlier one', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    expect(await shared.read('operation 1', 7, staying, read)).toBe(1);
    expect(await shared.read('operation 1', 8, staying, read)).toBe(2);
    expect(await shared.read('operation 1', 7, staying, read)).toBe(2);
  });

  it('are made for everybody who sees other things', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    await shared.read('operation 1 all', 7, staying, read);
    expect(await shared.read('operation 1 team', 7, staying, read)).toBe(2);
  });

  it('are tried again after one that failed', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    await expect(
      shared.read('operation 1', 7, staying, () => Promise.reject(new Error('away'))),
    ).rejects.toThrow('away');
    expect(await shared.read('operation 1', 7, staying, read)).toBe(1);
  });

  it('are kept for the next one although whoever asked first has left since', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    const first = new AbortController();
    await shared.read('operation 1', 7, first.signal, read);
    first.abort();
    expect(await shared.read('operation 1', 7, staying, read)).toBe(1);
  });
});

describe('a read that streams wait for', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = openDatabase({ url: test.url, applicationName: 'shared', maxConnections: 2 });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const readLong = () => database.pool.query('SELECT pg_sleep(30)');

  /** Statements of ours that PostgreSQL is at. */
  async function running(): Promise<number> {
    const { rows } = await test.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE application_name = 'shared' AND state = 'active' AND datname = current_database()`,
    );
    return rows[0]!.count;
  }

  it('goes on while one of them is there, and ends in PostgreSQL when the last has left', async () => {
    const shared = new SharedReads();
    const clients = [new AbortController(), new AbortController(), new AbortController()];
    const reads = Promise.allSettled(
      clients.map(({ signal }) => shared.read('operation 1', 7, signal, readLong)),
    );
    await expect.poll(running).toBe(1);
    clients[0]!.abort();
    clients[2]!.abort();
    // One that is asked to end after it has ended: it was not asked.
    const other = new AbortController();
    const ended = shared.read('operation 2', 7, other.signal, readLong);
    await expect.poll(running).toBe(2);
    other.abort();
    await expect(ended).rejects.toThrow(StatementEnded);
    await expect.poll(running).toBe(1);
    clients[1]!.abort();
    for (const { reason } of (await reads) as PromiseRejectedResult[])
      expect(reason).toBeInstanceOf(StatementEnded);
    expect(await running()).toBe(0);
  });

  it('is made anew for whoever comes once the last has left', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    const gone = new AbortController();
    const ended = shared.read('operation 1', 7, gone.signal, readLong).catch(() => undefined);
    gone.abort();
    expect(await shared.read('operation 1', 7, staying, read)).toBe(1);
    await ended;
    expect(await shared.read('operation 1', 7, staying, read)).toBe(1);
  });
});
