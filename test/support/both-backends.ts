import { afterAll, beforeAll, describe } from 'vitest';
import { isRedisAvailable, redisForTests, type TestRedis } from './redis.js';

/** The queue backend that a suite runs on. */
export interface QueueBackendForTests {
  kind: 'postgres' | 'redis';
  /** Undefined on PostgreSQL; there from beforeAll on. */
  redis(): TestRedis | undefined;
}

/**
 * Runs a suite twice: with BullMQ on PostgreSQL and on Redis. Without a Redis its tests are reported as skipped,
 * each by its name; with CI set they fail instead.
 */
export function describeOnBothBackends(
  name: string,
  suite: (backend: QueueBackendForTests) => void,
): void {
  describe(`${name} [queue on PostgreSQL]`, () => {
    suite({ kind: 'postgres', redis: () => undefined });
  });
  const skip = !isRedisAvailable() && !process.env['CI'];
  describe.skipIf(skip)(`${name} [queue on Redis]`, () => {
    let redis: TestRedis | undefined;
    beforeAll(async () => {
      redis = await redisForTests();
      if (!redis) throw new Error('No Redis: set REDIS_URL or put redis-server on the PATH.');
    });
    afterAll(async () => redis?.stop());
    suite({ kind: 'redis', redis: () => redis });
  });
}
