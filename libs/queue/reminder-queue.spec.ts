import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothBackends } from '../../test/support/both-backends.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startPgBouncer } from '../../test/support/pgbouncer.js';
import { describeWith } from '../../test/support/public-tools.js';
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

describe('BullMQ on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('keeps to its own tables, whatever options the URL brings', async () => {
    const databaseUrl = `${database.url}?options=-c%20statement_timeout=5s%20-c%20search_path=public`;
    const seen: string[] = [];
    const queue = openReminderQueue({ databaseUrl });
    const process = async (operationId: string) => void seen.push(operationId);
    const worker = startReminderWorker({ databaseUrl, concurrency: 1, process });
    await Promise.all([queue.ready(), worker.ready()]);
    const operationId = randomUUID();
    await queue.remind([{ operationId, occasion: '1' }]);
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual([operationId]);
    await worker.close(1_000);
    await queue.close();
  });

  describeWith({ programs: ['pgbouncer'] }, 'behind a bouncer', () => {
    it('that ignores where its tables lie is refused, and says to go past it', async () => {
      const bouncer = await startPgBouncer(database.url, {
        pool_mode: 'session',
        ignore_startup_parameters: 'options',
      });
      const queue = openReminderQueue({ databaseUrl: bouncer.url });
      await expect(queue.ready()).rejects.toMatchObject({
        name: 'QueueUnfit',
        message: expect.stringContaining('Set DATABASE_DIRECT_URL') as string,
      });
      await queue.close();
      await bouncer.stop();
    });
  });
});
