import { Redis } from 'ioredis';

/** A peer that acknowledges and sends nothing is noticed after this (longer than BullMQ's blocking reads of 5 s). */
const socketTimeoutMs = 8_000;
const keepAliveMs = 10_000;

/** For workers: commands wait for Redis as long as it takes. */
export const connectConsumer = (url: string): Redis =>
  new Redis(url, {
    socketTimeout: socketTimeoutMs,
    keepAlive: keepAliveMs,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(1_000, 50 * times),
  });

/** For producers: commands fail while Redis is away, instead of piling up; the row in Postgres is still there. */
export const connectProducer = (url: string): Redis =>
  new Redis(url, {
    socketTimeout: socketTimeoutMs,
    keepAlive: keepAliveMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(1_000, 50 * times),
  });

/**
 * Throws where Redis may drop keys when its memory is full: a queue is no cache (reliability-facts, rule 10). Where
 * CONFIG is not allowed (managed Redis), what INFO says counts.
 */
export async function assertNoEviction(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 10_000 });
  redis.on('error', () => undefined);
  try {
    const info = await redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
    if (policy === undefined || policy === 'noeviction') return;
    throw new Error(
      `Redis would drop jobs: its maxmemory-policy is ${policy}. Set it to noeviction and start again.`,
    );
  } finally {
    redis.disconnect();
  }
}
