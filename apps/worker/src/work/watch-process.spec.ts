import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { givenOperation } from '../../../../test/support/engine.js';
import { watchProcess, type ProcessWatch } from './watch-process.js';
import { Watchdog } from './watchdog.js';

const log = pino({ level: 'silent' });
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const watch = (overrides: Partial<ProcessWatch>): ProcessWatch => ({
  pool: database.pool,
  url: database.url,
  watchdog: new Watchdog(),
  log,
  isQueueThere: async () => true,
  onWedged: vi.fn(),
  ...overrides,
});

async function tickSixTimes(watched: ProcessWatch): Promise<void> {
  for (let tick = 0; tick < 6; tick += 1) await watchProcess(watched);
}

/** A pool on which every connection was acknowledged and is never answered. */
const silentPool = { query: () => new Promise(() => undefined) } as unknown as TestDatabase['pool'];

describe('a process', () => {
  it('that gets no answer over its pool, while PostgreSQL answers others, is ended', async () => {
    const wedged = watch({ pool: silentPool });
    await tickSixTimes(wedged);
    expect(wedged.onWedged).toHaveBeenCalledOnce();
  });

  it('goes on where PostgreSQL is away for everybody', async () => {
    const alone = watch({ pool: silentPool, url: 'postgresql://nobody@127.0.0.1:1/nothing' });
    await expect(watchProcess(alone)).rejects.toThrow();
    expect(alone.onWedged).not.toHaveBeenCalled();
  });

  it('is ended where it takes nothing that is due, and goes on where that is because the queue is away', async () => {
    const { operationId } = await givenOperation(database.pool);
    await database.pool.query(
      `UPDATE operation SET due_at = now() - interval '40 seconds' WHERE id = $1`,
      [operationId],
    );
    const idle = watch({});
    await tickSixTimes(idle);
    expect(idle.onWedged).toHaveBeenCalledOnce();
    const waiting = watch({ isQueueThere: async () => false });
    await tickSixTimes(waiting);
    expect(waiting.onWedged).not.toHaveBeenCalled();
  });
});
