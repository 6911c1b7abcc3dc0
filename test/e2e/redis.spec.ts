import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDayOne, type DayOne } from '../support/day-one.js';
import { isOwnRedisAvailable, startOwnRedis, startRedisCluster } from '../support/redis.js';

const soon = { timeout: 60_000, interval: 200 };

describe.skipIf(!isOwnRedisAvailable() && !process.env['CI'])('a gateway', () => {
  let day: DayOne;
  beforeAll(async () => {
    day = await startDayOne();
  });
  afterAll(() => day?.stop());

  const statusOf = async (api: Awaited<ReturnType<DayOne['startApi']>>, id: string) =>
    (await api.operation(id)).status;

  it('does its work on a Redis cluster, given nothing but the address of a node', async () => {
    const cluster = await startRedisCluster(3);
    const worker = await day.startWorker({ REDIS_URL: cluster.urls[1]! });
    const api = await day.startApi({});
    const id = await api.createGroup('on-a-cluster');
    await expect.poll(() => statusOf(api, id), soon).toBe('SUCCEEDED');
    expect(await worker.ready()).toMatchObject({ status: 200 });
    expect(await worker.linesWith('"level":40')).toEqual([]);
    await Promise.all([worker.stop(), api.stop()]);
    await cluster.stop();
  });

  it('whose Redis runs no scripts any more says so, waits with its work, and does it later', async () => {
    const redis = await startOwnRedis();
    const operator = new Redis(redis!.url.replace('redis://', 'redis://operator:pw@'), {
      lazyConnect: true,
    });
    const first = new Redis(redis!.url);
    await first.call('ACL', 'SETUSER', 'operator', 'on', '>pw', '~*', '&*', '+@all');
    const worker = await day.startWorker({ REDIS_URL: redis!.url });
    const api = await day.startApi({});
    await expect.poll(worker.ready, soon).toMatchObject({ status: 200 });
    await operator.call('ACL', 'SETUSER', 'default', '-@scripting');
    const id = await api.createGroup('without-scripts');

    await expect.poll(worker.ready, soon).toMatchObject({ status: 503 });
    expect((await worker.ready()).text).toMatch(
      /"undelivered":\{"count":[1-9].*do not reach the queue/,
    );
    expect(await worker.alive()).toMatchObject({ status: 200 });
    expect((await api.ready()).text).toContain('reminders do not reach the queue');
    expect((await worker.linesWith('NOPERM')).length).toBeLessThan(10);

    await operator.call('ACL', 'SETUSER', 'default', '+@scripting');
    await expect.poll(() => statusOf(api, id), soon).toBe('SUCCEEDED');
    await expect.poll(worker.ready, soon).toMatchObject({ status: 200 });
    await Promise.all([worker.stop(), api.stop()]);
    operator.disconnect();
    first.disconnect();
    await redis!.stop();
  });
});
