import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';

export interface TestRedis {
  url: string;
  /** BullMQ's key prefix for this test: a shared server holds others' keys too. */
  prefix: string;
  /** True where the server is the test's own and may be emptied, stopped or frozen. */
  own: boolean;
  /** Process id of an own server. */
  pid: number | undefined;
  stop(): Promise<void>;
}

/** Whether tests on Redis can run here: REDIS_URL is set or `redis-server` is on the PATH. */
export function isRedisAvailable(): boolean {
  return sharedUrl() !== undefined || findRedisServer() !== undefined;
}

/** Whether tests can start a Redis of their own: `redis-server` is on the PATH. */
export const isOwnRedisAvailable = (): boolean => findRedisServer() !== undefined;

/** The Redis at REDIS_URL with a prefix of its own, else a server of its own, else undefined. */
export async function redisForTests(): Promise<TestRedis | undefined> {
  const url = sharedUrl();
  if (url === undefined) return startOwnRedis();
  return { url, prefix: newPrefix(), own: false, pid: undefined, stop: async () => undefined };
}

/**
 * A Redis that no other test uses, without persistence, so that FLUSHALL and kill -9 hurt nobody. Undefined when
 * there is no `redis-server` on the PATH. Give `port` to come back empty where another one was.
 */
export async function startOwnRedis(
  port?: number,
  more: readonly string[] = [],
): Promise<TestRedis | undefined> {
  const binary = findRedisServer();
  if (binary === undefined) return undefined;
  const chosen = port ?? (await findFreePort());
  const flags = ['--port', `${chosen}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const all = [...flags, '--maxmemory-policy', 'noeviction', ...more];
  const child = spawn(binary, all, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const url = `redis://127.0.0.1:${chosen}`;
  await waitUntilAnswering(url);
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { url, prefix: newPrefix(), own: true, pid: child.pid, stop };
}

export interface TestRedisCluster {
  /** Of each node. */
  urls: string[];
  stop(): Promise<void>;
}

const slots = 16_384;

/** A cluster of so many masters without replicas, which no other test uses. There must be a `redis-server`. */
export async function startRedisCluster(masters: number): Promise<TestRedisCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'armature-redis-'));
  const nodes = await Promise.all(
    Array.from({ length: masters }, (_, n) => startClusterNode(folder, n)),
  );
  await Promise.all(
    nodes.map(({ url }, n) => withRedis(url, (node) => takeSlots(node, n, masters))),
  );
  await withRedis(nodes[0]!.url, async (first) => {
    for (const { url, busPort } of nodes.slice(1))
      await first.call('CLUSTER', 'MEET', '127.0.0.1', new URL(url).port, `${busPort}`);
  });
  await Promise.all(
    nodes.map(({ url }) => withRedis(url, (node) => waitUntilJoined(node, masters))),
  );
  return {
    urls: nodes.map(({ url }) => url),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startClusterNode(folder: string, n: number) {
  const busPort = await findFreePort();
  const flags = ['--cluster-enabled', 'yes', '--cluster-config-file', `${n}.conf`, '--dir', folder];
  const announced = ['--cluster-announce-ip', '127.0.0.1', '--cluster-port', `${busPort}`];
  const node = await startOwnRedis(undefined, [...flags, ...announced]);
  if (!node) throw new Error('No redis-server on the PATH.');
  return { ...node, busPort };
}

async function takeSlots(node: Redis, n: number, masters: number): Promise<void> {
  const [from, end] = [n, n + 1].map((at) => Math.floor((at * slots) / masters));
  await node.call('CLUSTER', 'ADDSLOTSRANGE', `${from}`, `${end! - 1}`);
}

async function waitUntilJoined(node: Redis, masters: number): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const info = await node.cluster('INFO');
    if (info.includes('cluster_state:ok') && info.includes(`cluster_size:${masters}`)) return;
    if (performance.now() > deadline) throw new Error(`waiting for a cluster: ${info}`);
    await sleep(50);
  }
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

function sharedUrl(): string | undefined {
  return process.env['REDIS_URL'] || undefined;
}

function newPrefix(): string {
  return `test-${randomUUID()}`;
}

function findRedisServer(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function waitUntilAnswering(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      await client.connect();
      break;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`waiting for ${url}`, { cause });
      await sleep(30);
    }
  }
  client.disconnect();
}
