import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startDyingHop, type DyingHop } from '../../test/support/dying-hop.js';
import { queueName } from './queue-settings.js';
import { startReminderWorker, type ReminderWorker } from './reminder-worker.js';

let database: TestDatabase;
let hop: DyingHop;
let worker: ReminderWorker;

beforeAll(async () => {
  database = await createTestDatabase();
  hop = await startDyingHop(Number(new URL(inject('postgres').adminUrl).port));
  worker = startReminderWorker({
    databaseUrl: hop.through(database.url),
    concurrency: 1,
    process: () => Promise.resolve(),
  });
  await worker.ready();
});
afterAll(async () => {
  await worker.close(1_000);
  await hop.stop();
  await database.drop();
});

/** Process ids of the server's that a worker listens at. */
async function listeners(): Promise<number[]> {
  const { rows } = await database.pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1`,
    [queueName],
  );
  return rows.map(({ pid }) => pid);
}

describe('BullMQ on PostgreSQL', () => {
  it('listens on another connection where nobody answers on the one that it has', async () => {
    const [before] = await listeners();
    expect(before).toBeDefined();
    hop.swallow('open connections');
    await expect
      .poll(async () => (await listeners()).filter((pid) => pid !== before), { timeout: 40_000 })
      .toHaveLength(1);
  });
});
