import { expect, vi } from 'vitest';
import { storyOf } from '../support/engine.js';
import type { ProcessSystem } from '../support/process-system.js';
import type { Hold } from './hold-points.js';

/** Waits; what the operations meanwhile put off is due before its time, as often as Azure's read budget bears. */
export async function hurrying<T>({ database }: ProcessSystem, waiting: Promise<T>): Promise<T> {
  const hurry = `UPDATE operation SET due_at = now() - interval '3 seconds' WHERE due_at > now()`;
  const timer = setInterval(() => void database.pool.query(hurry), 2_500);
  return waiting.finally(() => clearInterval(timer));
}

/** What a dead worker held is free, as if its time had passed. */
export async function letLeasesRunOut({ database: { pool } }: ProcessSystem): Promise<void> {
  await pool.query(`UPDATE operation SET lease_until = now() WHERE lease_until IS NOT NULL`);
  await pool.query(`UPDATE watch SET look_at = now()`);
}

/** Resolves when the operation of every scene is over, however it ended. */
export const untilOver = (
  { database: { pool } }: ProcessSystem,
  operations: ReadonlyMap<{ hold: Hold }, string>,
): Promise<void> =>
  vi.waitFor(
    async () => {
      const told = [...operations].map(async ([{ hold }, id]) => ({
        name: hold.name,
        ...(await storyOf(pool, id)),
      }));
      const open = (await Promise.all(told)).filter(({ status }) =>
        ['QUEUED', 'RUNNING', 'CANCELING'].includes(status),
      );
      expect(open.map(({ name, messages }) => ({ name, messages }))).toEqual([]);
    },
    { timeout: 90_000, interval: 250 },
  );

/** Every write that Azure accepted in the group, in order: method, end of the path, status. */
export async function writesIn(system: ProcessSystem, groupName: string): Promise<string[]> {
  const { entries } = (await system.control(`ledger?path=/${groupName}/`)) as {
    entries: { method: string; path: string; status: number }[];
  };
  return entries.map(
    ({ method, path, status }) => `${method} ${path.split('/').slice(-2).join('/')} ${status}`,
  );
}
