import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import {
  isOwnRedisAvailable,
  isRedisAvailable,
  startOwnRedis,
  startRedisCluster,
} from '../support/redis.js';

const entry = new URL('../../dist/apps/worker/src/main.js', import.meta.url).pathname;
let database: TestDatabase;
const started: ChildProcess[] = [];

beforeAll(async () => {
  if (!existsSync(entry)) throw new Error(`${entry} is missing: npm run build`);
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function startWorkerProcess(environment: Record<string, string>) {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => void (output += data.toString()));
  }
  const exited = once(child, 'exit').then(([code]) => Number(code));
  return { child, exited, output: () => output };
}

describe('the worker process', () => {
  it('starts with DATABASE_URL alone, answers on its health port, and leaves when asked to', async () => {
    const worker = startWorkerProcess({ DATABASE_URL: database.url, WORKER_HEALTH_PORT: '0' });
    await expect.poll(worker.output, { timeout: 60_000 }).toContain('worker ready');
    const port = /"healthPort":(\d+)/.exec(worker.output())?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
    expect(worker.output()).toContain('stopping');
  });

  it('refuses to start without a database, and says what is missing', async () => {
    const worker = startWorkerProcess({});
    expect(await worker.exited).toBe(1);
    expect(worker.output()).toContain('DATABASE_URL: is required');
  });

  it('ends at once where the database does not answer, to be restarted', async () => {
    const worker = startWorkerProcess({ DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/none' });
    expect(await worker.exited).toBe(1);
    expect(worker.output()).not.toContain('secret');
  });

  it.skipIf(!isOwnRedisAvailable() && !process.env['CI'])(
    'refuses a Redis cluster with a prefix that its nodes would share out',
    async () => {
      const cluster = await startRedisCluster(1);
      const settings = { REDIS_URL: cluster.urls[0]!, ARMATURE_REDIS_PREFIX: 'armature' };
      const worker = startWorkerProcess({ DATABASE_URL: database.url, ...settings });
      expect(await worker.exited).toBe(1);
      expect(worker.output()).toContain('Set ARMATURE_REDIS_PREFIX to');
      await cluster.stop();
    },
  );

  it.skipIf(!isRedisAvailable() && !process.env['CI'])(
    'refuses a Redis that may drop jobs',
    async () => {
      const redis = await startOwnRedis();
      const client = new Redis(redis!.url);
      await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
      client.disconnect();
      const worker = startWorkerProcess({ DATABASE_URL: database.url, REDIS_URL: redis!.url });
      expect(await worker.exited).toBe(1);
      expect(worker.output()).toContain('noeviction');
      await redis!.stop();
    },
  );
});
