import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { QueueSettings } from './queue-settings.js';

/** A connection to one server, or to all nodes of a cluster. */
export type RedisConnection = Redis | Cluster;

/** A peer that acknowledges and sends nothing is noticed after this. */
const socketTimeoutMs = 4_000;

/** The same where BullMQ waits for a job: it does so for ten seconds at most, and notices by itself what takes longer. */
const blockingTimeoutMs = 12_000;
const keepAliveMs = 10_000;

const retryDelayMs = (times: number): number => Math.min(1_000, 50 * times);

/** For workers: commands wait for Redis as long as it takes. */
export const connectConsumer = (settings: QueueSettings, url: string): RedisConnection =>
  connectRedis(settings, url, { maxRetriesPerRequest: null, enableOfflineQueue: true });

/** For producers: commands fail while Redis is away, instead of piling up; the row in Postgres is still there. */
export const connectProducer = (settings: QueueSettings, url: string): RedisConnection =>
  connectRedis(settings, url, { maxRetriesPerRequest: 1, enableOfflineQueue: false });

type Patience = { maxRetriesPerRequest: number | null; enableOfflineQueue: boolean };

function connectRedis(
  { redisCluster = false }: QueueSettings,
  url: string,
  { maxRetriesPerRequest, enableOfflineQueue }: Patience,
): RedisConnection {
  const options = { keepAlive: keepAliveMs, maxRetriesPerRequest };
  if (!redisCluster)
    return new SingleRedis(url, {
      ...options,
      enableOfflineQueue,
      retryStrategy: retryDelayMs,
      socketTimeout: socketTimeoutMs,
    });
  return new Cluster([url], {
    enableOfflineQueue,
    clusterRetryStrategy: retryDelayMs,
    redisOptions: { ...options, ...credentialsOf(url), socketTimeout: blockingTimeoutMs },
  });
}

/** BullMQ waits for jobs on a duplicate. */
class SingleRedis extends Redis {
  override duplicate(override?: Partial<RedisOptions>): Redis {
    return super.duplicate({ ...override, socketTimeout: blockingTimeoutMs });
  }
}

/**
 * What a cluster's other nodes want as the first one does. They announce themselves by address, while their certificate
 * names what the first one is called.
 */
export function credentialsOf(url: string): Pick<RedisOptions, 'username' | 'password' | 'tls'> {
  const { username, password, protocol, hostname } = new URL(url);
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: { servername: hostname } }),
  };
}
