import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { endingWith, StatementEnded } from './ending-pool.js';
import { openDatabase, type Database } from './open-database.js';

let test: TestDatabase;
let database: Database;

beforeEach(async () => {
  test = await createTestDatabase();
  database = openDatabase({ url: test.url, applicationName: 'ending', maxConnections: 2 });
});
afterEach(async () => {
  await database.close();
  await test.drop();
});

/** Statements of ours that PostgreSQL is at. */
async function running(): Promise<number> {
  const { rows } = await test.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE application_name = 'ending' AND state = 'active' AND datname = current_database()`,
  );
  return rows[0]!.count;
}

/** Sleeps for longer than anybody here waits. */
const wait = (signal: AbortSignal, seconds = 60) =>
  endingWith(signal, () => database.pool.query('SELECT pg_sleep($1)', [seconds]));

describe('a statement whose asker is gone', () => {
  it('is canceled in PostgreSQL, and its connection goes on being used', async () => {
    const gone = new AbortController();
    const ended = wait(gone.signal).catch((error: unknown) => error);
    await expect.poll(running).toBe(1);
    gone.abort(new Error('the client left'));
    expect(await ended).toBeInstanceOf(StatementEnded);
    await expect.poll(running).toBe(0);
    expect(database.pool.totalCount).toBe(1);
    expect((await database.pool.query<{ n: number }>('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });

  it('is canceled also where every connection of the pool is in use', async () => {
    const gone = new AbortController();
    const ended = [1, 2, 3].map(() => wait(gone.signal));
    await expect.poll(running).toBe(2);
    gone.abort();
    for (const { reason } of (await Promise.allSettled(ended)) as PromiseRejectedResult[])
      expect(reason).toBeInstanceOf(StatementEnded);
    await expect.poll(running).toBe(0);
  });

  it('does not begin at all', async () => {
    await expect(wait(AbortSignal.abort())).rejects.toThrow(StatementEnded);
    expect(database.pool.totalCount).toBe(0);
  });

  it('cancels no statement of others on the same connection', async () => {
    for (let round = 0; round < 20; round += 1) {
      const gone = new AbortController();
      const short = wait(gone.signal, 0.002).catch(() => undefined);
      setTimeout(() => gone.abort(), 2);
      await short;
      await database.pool.query('SELECT pg_sleep(0.005)');
    }
  });

  it('of which nobody said who asks is left alone', async () => {
    const gone = new AbortController();
    const others = endingWith(gone.signal, () =>
      endingWith(undefined, () => database.pool.query('SELECT pg_sleep(0.2), 1 AS n')),
    );
    gone.abort();
    expect((await others).rows).toMatchObject([{ n: 1 }]);
  });
});

describe('a statement that takes too long', () => {
  const openWithin = (url: string, statementLimitMs: number): Database =>
    openDatabase({ url, applicationName: 'ending', statementLimitMs });
  const halfSecond = 'SELECT pg_sleep(0.5), 1 AS n';

  it('is ended by PostgreSQL itself, before its client gives it up', async () => {
    const { pool, close } = openWithin(test.url, 100);
    await expect(pool.query(halfSecond)).rejects.toMatchObject({ code: '57014' });
    await close();
    expect(await running()).toBe(0);
  });

  it('is one of six seconds, or of three in which it waits for a lock, unless its pool is told otherwise', async () => {
    const limited = openDatabase({
      url: `${test.url}?options=-c%20statement_timeout=1h%20-c%20lock_timeout=1h`,
      applicationName: 'ending',
    });
    const { rows } = await limited.pool.query(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`,
    );
    expect(rows).toEqual([{ statement: '6s', lock: '3s' }]);
    expect(limited.pool.options.query_timeout).toBe(7_000);
    await limited.close();
  });

  it('is none to a pool without a limit, whatever else sets one', async () => {
    const limited = `${test.url}?options=-c%20statement_timeout=100`;
    const { pool, close } = openWithin(limited, Infinity);
    expect((await pool.query(halfSecond)).rows).toMatchObject([{ n: 1 }]);
    expect((await pool.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
    expect(pool.options.query_timeout).toBe(0);
    await close();
  });
});
