import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAudit } from '#libs/audit';
import type { StepDefinition } from '#libs/operations';
import { openReminderQueue, type QueueSettings } from '#libs/queue';
import { describeOnBothBackends } from '../../../test/support/both-backends.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  givenOperation,
  givenWorkspace,
  kindsForTests,
  loseLease,
  storyOf,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { startOwnRedis, isRedisAvailable } from '../../../test/support/redis.js';
import { withClient } from '../../launcher/src/postgres/prepare-database.js';
import { startTestPostgres } from '../../../test/support/postgres-server.js';
import { startWorker, type RunningWorker, type WorkerOptions } from './start-worker.js';

const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
let database: TestDatabase;
let arm: FakeArm;
let workers: RunningWorker[];
let azure: NodeJS.Timeout;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  arm = new FakeArm();
  workers = [];
  azure = setInterval(() => arm.endAll(), 100);
});
afterEach(async () => {
  clearInterval(azure);
  await Promise.all(workers.map((worker) => worker.stop()));
});

async function start(
  queueSettings: QueueSettings,
  overrides: Partial<WorkerOptions> = {},
): Promise<RunningWorker> {
  const worker = await startWorker({
    database,
    queueSettings,
    arm,
    log,
    kinds: kindsForTests(),
    leaseMs: 1e4,
    concurrency: 8,
    pace: {
      restingSeconds: 60,
      movingSeconds: 5,
    },
    onWedged: () => undefined,
    ...overrides,
  });
  workers.push(worker);
  return worker;
}

async function givenMany(count: number): Promise<GivenOperation[]> {
  const workspace = await givenWorkspace(database.pool);
  const names = Array.from({ length: count }, (_, index) => `cpu-${index}x`);
  return Promise.all(names.map((name) => givenOperation(database.pool, { workspace, name })));
}

async function statuses(operations: readonly GivenOperation[]): Promise<string[]> {
  const stories = operations.map(({ operationId }) => storyOf(database.pool, operationId));
  return [...new Set((await Promise.all(stories)).map((story) => story.status))];
}

async function countUnsealed(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'SELECT count(*)::int FROM audit_event WHERE id NOT IN (SELECT audit_event_id FROM audit_seal)',
  );
  return rows[0]?.count ?? NaN;
}

const succeed = (operations: readonly GivenOperation[], timeout = 30_000): Promise<void> =>
  expect.poll(() => statuses(operations), { timeout, interval: 200 }).toEqual(['SUCCEEDED']);

describeOnBothBackends('a worker', (backend) => {
  const settings = (): QueueSettings => {
    const redis = backend.redis();
    const url = { databaseUrl: database.url };
    return redis ? { ...url, redisUrl: redis.url, prefix: redis.prefix } : url;
  };

  it('carries operations to their end, and seals what it says about them', async () => {
    const operations = await givenMany(20);
    await start(settings());
    await succeed(operations);
    for (const { armId } of operations) expect(arm.countOf('PUT', armId)).toBe(1);
    await expect.poll(countUnsealed, { timeout: 10_000 }).toBe(0);
  });

  it('seals what came into the audit trail too late for the others', async () => {
    while ((await sealAudit(database.pool)) > 0);
    await withClient(database.migrationUrl, (owner) =>
      owner.query(
        `INSERT INTO audit_event (occurred_at, action, actor_id, actor_roles, channel, request_id)
          VALUES (now() - interval '3 hours', 'x', '00000000-0000-7000-8000-000000000001', '{}', 'system', 'request')`,
      ),
    );
    await start(settings());
    await expect.poll(countUnsealed, { timeout: 10_000 }).toBe(0);
  });

  it('first looks at what goes on within ten minutes, whatever Azure asks for', async () => {
    const put: StepDefinition = {
      name: 'put compute',
      writes: true,
      run: async ({ resource: { armId } }) => ({
        outcome: 'wait',
        message: 'Azure is at it',
        watch: {
          until: 'PRESENT',
          armId,
          retryAfterSeconds: 3600,
        },
      }),
    };
    const [operation] = await givenMany(1);
    await start(settings(), { kinds: kindsForTests({ put }) });
    const seconds = async (): Promise<number> => {
      const { rows } = await database.pool.query<{ seconds: number }>(
        'SELECT extract(epoch FROM look_at - created_at)::float8 AS seconds FROM watch WHERE operation_id = $1',
        [operation!.operationId],
      );
      return rows[0]?.seconds ?? NaN;
    };
    await expect.poll(seconds, { timeout: 30_000 }).toBeCloseTo(600, 0);
  });

  it('shares them with others: nothing is sent twice', async () => {
    const operations = await givenMany(30);
    await Promise.all([start(settings()), start(settings()), start(settings())]);
    await succeed(operations);
    for (const { armId } of operations) expect(arm.countOf('PUT', armId)).toBe(1);
  });

  it('comes back after the time that ARM asked for', async () => {
    const [operation] = await givenMany(1);
    arm.faults.push({ on: 'put', error: armError('throttled', 2) });
    const before = performance.now();
    await start(settings());
    await succeed([operation!]);
    expect(performance.now() - before).toBeGreaterThan(2_000);
  });

  it('takes up what a worker that died left behind, once its lease ran out', async () => {
    const [operation] = await givenMany(1);
    await database.pool.query(
      `UPDATE operation SET status = 'RUNNING', fence = 7, lease_owner = 'the dead', dequeues = 1,
         lease_until = now() + interval '1 hour' WHERE id = $1`,
      [operation!.operationId],
    );
    await start(settings());
    await loseLease(database.pool, operation!.operationId);
    await succeed([operation!]);
  });

  it('finds by SQL what nobody reminds of', async () => {
    const operations = await givenMany(5);
    await database.pool.query('DELETE FROM outbox_event');
    await start(settings());
    await succeed(operations);
  });

  it('takes turns between teams: one operation of a team does not wait for the hundred of another', async () => {
    const many = await givenMany(100);
    const [lone] = await givenMany(1);
    await start(settings(), { concurrency: 1 });
    await succeed([lone!]);
    const puts = arm.ledger.filter(({ verb }) => verb === 'PUT').map(({ armId }) => armId);
    expect(puts.indexOf(lone!.armId)).toBeGreaterThanOrEqual(0);
    expect(puts.indexOf(lone!.armId)).toBeLessThan(3);
    await succeed(many);
  });

  it('says how it is on its health port', async () => {
    const problem = { code: 'AADSTS7000215', message: 'Invalid.', remedy: 'Make a new one.' };
    const problems = [problem];
    const azureProblems = () => problems;
    const worker = await start(settings(), { healthPort: 0, azureProblems });
    const ask = async (path: string): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${worker.healthPort}${path}`);
      return [answer.status, await answer.json()];
    };
    const due = {
      oldestDueSeconds: 0,
      oldestLookSeconds: 0,
      undelivered: expect.any(Object) as object,
    };
    expect(await ask('/readyz')).toEqual([503, { ready: false, ...due, azure: problems }]);
    problems.pop();
    expect(await ask('/readyz')).toEqual([200, { ready: true, ...due }]);
    expect(await ask('/healthz?verbose')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/')).toEqual([404, { problem: 'Ask for /healthz or /readyz.' }]);
  });

  it('stops once what it has in hand is over, and reminds of that while its queue is still open', async () => {
    const [operation] = await givenMany(1);
    const step = Promise.withResolvers<void>();
    const put: StepDefinition = {
      name: 'put compute',
      writes: true,
      run: async () => {
        await step.promise;
        return { outcome: 'again', afterSeconds: 60, attempt: false, message: 'Azure is busy' };
      },
    };
    const lines: string[] = [];
    const listening = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const worker = await start(settings(), { kinds: kindsForTests({ put }), log: listening });
    const story = () => storyOf(database.pool, operation!.operationId);
    await expect.poll(async () => (await story()).leaseUntil).not.toBeNull();
    const stopped = worker.stop();
    step.resolve();
    await stopped;
    expect(await story()).toMatchObject({
      leaseUntil: null,
      messages: ['Azure is busy', null, null],
    });
    expect(lines).toEqual([]);
  });
});

describe('a worker whose PostgreSQL is restarted under it', () => {
  it('goes on by itself, queue included', async () => {
    const server = await startTestPostgres();
    const own = await createTestDatabase(server);
    const workspace = await givenWorkspace(own.pool);
    const operations = await Promise.all(
      ['a-x', 'b-x', 'c-x'].map((name) => givenOperation(own.pool, { workspace, name })),
    );
    own.pool.on('error', () => undefined);
    const worker = await start({ databaseUrl: own.url }, { database: own });
    await server.restart('immediate');
    const later = await givenOperation(own.pool, { workspace, name: 'd-x' });
    const statusesThere = async (): Promise<string[]> => {
      const all = [...operations, later].map((each) => storyOf(own.pool, each.operationId));
      return [...new Set((await Promise.all(all)).map((story) => story.status))];
    };
    await expect.poll(statusesThere, { timeout: 50_000, interval: 500 }).toEqual(['SUCCEEDED']);
    for (const { armId } of operations) expect(arm.countOf('PUT', armId)).toBe(1);
    await worker.stop();
    await own.drop();
    await server.stop();
  });
});

describe.skipIf(!isRedisAvailable() && !process.env['CI'])('a worker on Redis', () => {
  it('loses nothing when Redis is emptied', async () => {
    const redis = await startOwnRedis();
    const settings = { databaseUrl: database.url, redisUrl: redis!.url };
    const operations = await givenMany(20);
    const queue = openReminderQueue(settings);
    await queue.remind(
      operations.map(({ operationId }) => ({ operationId, occasion: 'before the flush' })),
    );
    await database.pool.query('UPDATE outbox_event SET published_at = now()');
    const client = new Redis(redis!.url);
    await client.flushall();
    client.disconnect();
    await queue.close();
    await start(settings);
    await succeed(operations);
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await redis!.stop();
  });

  it('goes on by itself when Redis was away and comes back empty', async () => {
    const redis = await startOwnRedis();
    const lines: string[] = [];
    const listening = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    await start({ databaseUrl: database.url, redisUrl: redis!.url }, { log: listening });
    const before = await givenMany(3);
    await succeed(before);
    await redis!.stop();
    const meanwhile = await givenMany(3);
    await expect
      .poll(() => lines.some((line) => line.includes('relaying the outbox')), { timeout: 10_000 })
      .toBe(true);
    const back = await startOwnRedis(Number(new URL(redis!.url).port));
    await succeed(meanwhile, 45_000);
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await back!.stop();
  });
});
