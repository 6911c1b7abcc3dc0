import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  isOwnRedisAvailable,
  startOwnRedis,
  startRedisCluster,
  type TestRedisCluster,
} from '../../test/support/redis.js';
import { checkRedis } from './check-redis.js';
import type { QueueSettings } from './queue-settings.js';
import { openReminderQueue } from './reminder-queue.js';
import { startReminderWorker } from './reminder-worker.js';

const check = (url: string, prefix?: string): Promise<QueueSettings> =>
  checkRedis({ databaseUrl: '', redisUrl: url, ...(prefix && { prefix }) }, url);

/** What it is refused with. */
const refusalOf = (url: string, prefix?: string): Promise<unknown> =>
  check(url, prefix).then(
    () => undefined,
    (error: unknown) => error,
  );

async function roundTrip(settings: QueueSettings): Promise<void> {
  const seen = new Set<string>();
  const queue = openReminderQueue(settings);
  const process = async (operationId: string) => void seen.add(operationId);
  const worker = startReminderWorker({ ...settings, concurrency: 4, process });
  await Promise.all([queue.ready(), worker.ready()]);
  const reminders = Array.from({ length: 20 }, () => ({
    operationId: randomUUID(),
    occasion: '1',
    afterMs: 10,
  }));
  await queue.remind(reminders.slice(0, 1));
  await queue.remind(reminders.slice(1));
  await expect.poll(() => seen.size, { timeout: 20_000 }).toBe(20);
  await worker.close(1_000);
  await queue.close();
}

describe.skipIf(!isOwnRedisAvailable() && !process.env['CI'])('a Redis', () => {
  it('of one server is taken as it is, with any prefix', async () => {
    const redis = await startOwnRedis();
    const settings = await check(redis!.url, 'plain');
    expect(settings).toMatchObject({ redisCluster: false, prefix: 'plain' });
    await roundTrip(settings);
    await redis!.stop();
  });

  it('that may drop keys is refused', async () => {
    const redis = await startOwnRedis(undefined, ['--maxmemory-policy', 'allkeys-lru']);
    await expect(check(redis!.url)).rejects.toThrow('noeviction');
    await redis!.stop();
  });

  it('whose account may run no scripts is refused, and says what to allow', async () => {
    const redis = await startOwnRedis();
    const client = new Redis(redis!.url);
    await client.call('ACL', 'SETUSER', 'gateway', 'on', '>pw', '~*', '+@all', '-@scripting');
    const url = redis!.url.replace('redis://', 'redis://gateway:pw@');
    expect(await refusalOf(url)).toMatchObject({
      name: 'QueueUnfit',
      message: expect.stringMatching(
        /runs no scripts.*NOPERM.*allow it in REDIS_URL's account/s,
      ) as string,
    });
    client.disconnect();
    await redis!.stop();
  });

  it('that is not there is not waited for', async () => {
    await expect(check('redis://127.0.0.1:1')).rejects.toThrow();
  });
});

describe.skipIf(!isOwnRedisAvailable() && !process.env['CI']).each([1, 3])(
  'a Redis cluster of %i',
  (masters) => {
    let cluster: TestRedisCluster;
    beforeAll(async () => {
      cluster = await startRedisCluster(masters);
    });
    afterAll(() => cluster?.stop());

    it('brings every reminder, whichever node the URL names', async () => {
      for (const url of cluster.urls) {
        const settings = await check(url);
        expect(settings.redisCluster).toBe(true);
        await roundTrip(settings);
      }
    });

    it('is refused with a prefix that it would spread, and says what to set', async () => {
      expect(await refusalOf(cluster.urls[0]!, 'armature')).toMatchObject({
        name: 'QueueUnfit',
        message: expect.stringContaining(
          'Set ARMATURE_REDIS_PREFIX to a prefix with a part in braces',
        ) as string,
      });
    });

    it('takes another system beside it under a prefix of its own', async () => {
      await roundTrip(await check(cluster.urls[0]!, 'north:{armature-2}'));
    });

    it('may drop keys on none of its nodes', async () => {
      const last = new Redis(cluster.urls.at(-1)!);
      await last.config('SET', 'maxmemory-policy', 'volatile-lru');
      await expect(check(cluster.urls[0]!)).rejects.toThrow('noeviction');
      await last.config('SET', 'maxmemory-policy', 'noeviction');
      last.disconnect();
    });
  },
);
