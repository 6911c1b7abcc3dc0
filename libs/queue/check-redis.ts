import { Cluster, Redis } from 'ioredis';
import { within } from './within.js';
import { credentialsOf, type RedisConnection } from './redis-connection.js';
import { defaultPrefix, queueName, QueueUnfit, type QueueSettings } from './queue-settings.js';

/** Once, and not for ever: whoever starts the process starts it again. */
const once = {
  maxRetriesPerRequest: 1,
  retryStrategy: () => null,
  connectTimeout: 1e4,
  socketTimeout: 1e4,
};
const nodesTimeoutMs = 10_000;

/**
 * Finds out at the start whether BullMQ can work on this Redis, and answers the settings with what kind it is. Throws
 * QueueUnfit where Redis may drop keys, where a cluster would spread the keys of a script
 * over its nodes, or where no script runs; another error where Redis does not answer.
 */
export async function checkRedis(settings: QueueSettings, url: string): Promise<QueueSettings> {
  const server = new Redis(url, once);
  server.on('error', () => undefined);
  try {
    const redisCluster = await hasNodes(server);
    if (!redisCluster) await checkServers([server], server, settings);
    else await checkConnectedCluster(settings, url);
    return { ...settings, redisCluster };
  } finally {
    server.disconnect();
  }
}

/** A cluster that announces no address of any node is to be asked where it was found: it has one node, or a proxy before it. */
async function hasNodes(server: Redis): Promise<boolean> {
  if (factOf(await server.info('cluster'), 'cluster_enabled') !== '1') return false;
  const ranges = await server.cluster('SLOTS');
  return ranges.some(([, , master]) => master?.[0]);
}

async function checkConnectedCluster(settings: QueueSettings, url: string): Promise<void> {
  const { retryStrategy, ...patience } = once;
  const cluster = new Cluster([url], {
    clusterRetryStrategy: retryStrategy,
    redisOptions: { ...patience, ...credentialsOf(url) },
    lazyConnect: true,
  });
  cluster.on('error', () => undefined);
  try {
    await within(nodesTimeoutMs, cluster.connect()).catch((cause: unknown) => {
      throw new QueueUnfit(unreachable, { cause });
    });
    await checkServers(cluster.nodes('master'), cluster, settings);
  } finally {
    cluster.disconnect();
  }
}

async function checkServers(
  servers: readonly Redis[],
  connection: RedisConnection,
  { prefix = defaultPrefix }: QueueSettings,
): Promise<void> {
  await Promise.all(servers.map(checkEviction));
  await checkScripts(connection, prefix);
}

/** What INFO says counts: CONFIG is not allowed where Redis is managed. */
async function checkEviction(server: Redis): Promise<void> {
  const policy = factOf(await server.info('memory'), 'maxmemory_policy');
  if (policy === undefined || policy === 'noeviction') return;
  throw new QueueUnfit(
    `Redis would drop jobs: its maxmemory-policy is ${policy}. Set it to noeviction and start again.`,
  );
}

const factOf = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];

/** What BullMQ's scripts do, in little: two keys of one queue, and values packed by the server. */
const probe = `
  redis.call('XADD', KEYS[1], '*', 'packed', cmsgpack.pack({ARGV[1]}))
  redis.call('ZADD', KEYS[2], 1, ARGV[1])
  return redis.call('DEL', KEYS[1], KEYS[2])`;

async function checkScripts(connection: RedisConnection, prefix: string): Promise<void> {
  const keys = ['probe-events', 'probe-delayed'].map((key) => `${prefix}:${queueName}:${key}`);
  try {
    await connection.eval(probe, keys.length, ...keys, 'probe');
  } catch (cause) {
    throw explain(cause, prefix);
  }
}

function explain(cause: unknown, prefix: string): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message.includes('CROSSSLOT'))
    return new QueueUnfit(
      `Redis is a cluster and spreads the keys of '${prefix}' over its nodes, where no script of BullMQ runs. ` +
        `Set ARMATURE_REDIS_PREFIX to a prefix with a part in braces, such as ${defaultPrefix}, and start again.`,
      { cause },
    );
  if (message.startsWith('MOVED')) return new QueueUnfit(unreachable, { cause });
  return new QueueUnfit(
    `Redis runs no scripts for Armature (${message}). BullMQ needs EVAL over the keys ${prefix}:*: ` +
      `allow it in REDIS_URL's account, name another Redis, or leave REDIS_URL empty to queue on PostgreSQL.`,
    { cause },
  );
}

const unreachable =
  'Redis is a cluster, and no node of it answers at the address that it announces. Make them reachable from here ' +
  '(cluster-announce-ip, cluster-announce-port), or name another Redis in REDIS_URL.';
