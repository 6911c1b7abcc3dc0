import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { AdminExists, createFirstKey } from './create-first-key.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const make = (name: string, hand: () => Promise<void>) =>
  createFirstKey(database.pool, { name, host: 'here', userId: null }, hand);

const waitsForLock = async (): Promise<boolean> => {
  const { rows } = await database.pool.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.length > 0;
};

it('of two at the same moment one is made', async () => {
  const handed: string[] = [];
  const hand = (name: string) => async (): Promise<void> => void handed.push(name);
  let second: Promise<unknown> = Promise.resolve();
  await make('one', async () => {
    handed.push('one');
    second = make('two', hand('two')).catch((error: unknown) => error);
    await expect.poll(async () => handed.length > 1 || (await waitsForLock())).toBe(true);
  });
  expect(await second).toBeInstanceOf(AdminExists);
  expect(handed).toEqual(['one']);
  const { rows } = await database.pool.query('SELECT display_name FROM principal WHERE kind = $1', [
    'BOT',
  ]);
  expect(rows).toEqual([{ display_name: 'one' }]);
});
