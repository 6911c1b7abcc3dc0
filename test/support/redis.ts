import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
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
export async function startOwnRedis(port?: number): Promise<TestRedis | undefined> {
  const binary = findRedisServer();
  if (binary === undefined) return undefined;
  const chosen = port ?? (await findFreePort());
  const flags = ['--port', `${chosen}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(binary, [...flags, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const url = `redis://127.0.0.1:${chosen}`;
  await waitUntilAnswering(url);
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { url, prefix: newPrefix(), own: true, pid: child.pid, stop };
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
