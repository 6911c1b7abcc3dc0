import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothBackends } from '../../test/support/both-backends.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { isRedisAvailable, startOwnRedis } from '../../test/support/redis.js';
import type { QueueSettings } from './queue-settings.js';
import { openReminderQueue, type ReminderQueue } from './reminder-queue.js';
import { startReminderWorker, type ReminderWorker } from './reminder-worker.js';

describeOnBothBackends('the reminder queue', (backend) => {
  let database: TestDatabase;
  let queue: ReminderQueue;
  let workers: ReminderWorker[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    queue = openReminderQueue(settings());
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close(1_000)));
    workers = [];
  });
  afterAll(async () => {
    await queue.close();
    await database.drop();
  });

  const settings = (): QueueSettings => {
    const redis = backend.redis();
    return {
      databaseUrl: database.url,
      ...(redis && { redisUrl: redis.url, prefix: redis.prefix }),
    };
  };
  const start = (
    process: (operationId: string, signal: AbortSignal) => Promise<void>,
  ): ReminderWorker => {
    const worker = startReminderWorker({ ...settings(), concurrency: 4, process });
    workers.push(worker);
    return worker;
  };
  const reminder = (occasion = '1') => ({ operationId: randomUUID(), occasion });

  it('brings every reminder, one alone and many together', async () => {
    const seen = new Set<string>();
    start(async (operationId) => void seen.add(operationId));
    const many = Array.from({ length: 50 }, () => reminder());
    await queue.remind([many[0]!]);
    await queue.remind(many.slice(1));
    await expect.poll(() => seen.size, { timeout: 20_000 }).toBe(50);
  });

  it('queues the same occasion once while it waits, and again once it is over', async () => {
    const again = reminder();
    await queue.remind([again]);
    await queue.remind([again]);
    expect(await queue.size()).toBe(1);
    let runs = 0;
    start(async () => void (runs += 1));
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => queue.size(), { timeout: 20_000 }).toBe(0);
    await queue.remind([again]);
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(2);
  });

  it('keeps nothing of a job that failed', async () => {
    const failing = reminder();
    let runs = 0;
    start(async () => {
      runs += 1;
      throw new Error('the database is away');
    });
    await queue.remind([failing]);
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => queue.size(), { timeout: 20_000 }).toBe(0);
    await queue.remind([failing]);
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(2);
  });

  it('stops within its cap although a job hangs, and tells the job', async () => {
    let aborted = false;
    let started = false;
    const worker = start(async (_id, signal) => {
      started = true;
      await new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => ((aborted = true), resolve())),
      );
    });
    await queue.remind([reminder()]);
    await expect.poll(() => started, { timeout: 20_000 }).toBe(true);
    const before = performance.now();
    await worker.close(300);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(aborted).toBe(true);
  });
});

describe.skipIf(!isRedisAvailable() && !process.env['CI'])('Redis', () => {
  it('away: a reminder is refused within seconds instead of hanging', async () => {
    const redis = await startOwnRedis();
    const queue = openReminderQueue({ databaseUrl: '', redisUrl: redis!.url });
    await queue.remind([{ operationId: randomUUID(), occasion: '1' }]);
    await redis!.stop();
    const before = performance.now();
    await expect(queue.remind([{ operationId: randomUUID(), occasion: '1' }])).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(7_000);
    await queue.close();
  });
});
