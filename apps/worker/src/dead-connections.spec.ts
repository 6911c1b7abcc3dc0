import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { AzureProblem } from '#libs/azure';
import { openDatabase, type Database } from '#libs/database';
import { describeOnBothBackends } from '../../../test/support/both-backends.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { startDyingHop, type DyingHop } from '../../../test/support/dying-hop.js';
import {
  givenOperation,
  givenWorkspace,
  kindsForTests,
  storyOf,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { FakeArm } from '../../../test/support/fake-arm.js';
import { startWorker, type RunningWorker } from './start-worker.js';

/** Longer than anybody here waits: what was in hand must be given back. */
const longLeaseMs = 90_000;
const problem = { code: 'AADSTS7000215', message: 'Invalid.', remedy: 'Make a new one.' };
const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

describeOnBothBackends(
  'a worker whose connections are acknowledged and never answered',
  (backend) => {
    let real: TestDatabase;
    let arm: FakeArm;
    let toPostgres: DyingHop;
    let toRedis: DyingHop | undefined;
    let database: Database;
    let worker: RunningWorker;
    let azure: NodeJS.Timeout;
    let wedged = 0;
    const azureProblems: AzureProblem[] = [];

    beforeAll(async () => {
      real = await createTestDatabase();
    });
    afterAll(() => real.drop());
    beforeEach(async () => {
      arm = new FakeArm();
      azure = setInterval(() => arm.endAll(), 100);
      toPostgres = await startDyingHop(Number(new URL(inject('postgres').adminUrl).port));
      const redis = backend.redis();
      toRedis = redis && (await startDyingHop(Number(new URL(redis.url).port)));
      const databaseUrl = toPostgres.through(real.url);
      database = openDatabase({ url: databaseUrl, applicationName: 'worker', maxConnections: 16 });
      wedged = 0;
      worker = await startWorker({
        database,
        arm,
        log,
        kinds: kindsForTests(),
        leaseMs: longLeaseMs,
        concurrency: 8,
        queueSettings: {
          databaseUrl,
          ...(redis &&
            toRedis && {
              redisUrl: toRedis.through(redis.url),
              prefix: redis.prefix,
            }),
        },
        pace: {
          restingSeconds: 60,
          movingSeconds: 5,
        },
        healthPort: 0,
        azureProblems: () => azureProblems,
        onWedged: () => void (wedged += 1),
      });
    });
    afterEach(async () => {
      clearInterval(azure);
      await worker.stop();
      await database.close();
      await Promise.all([toPostgres.stop(), toRedis?.stop()]);
    });

    async function givenMany(count: number): Promise<GivenOperation[]> {
      const workspace = await givenWorkspace(real.pool);
      const names = Array.from({ length: count }, (_, index) => `cpu-${index}x`);
      return Promise.all(names.map((name) => givenOperation(real.pool, { workspace, name })));
    }
    const statuses = async (operations: readonly GivenOperation[]): Promise<string[]> => {
      const stories = operations.map(({ operationId }) => storyOf(real.pool, operationId));
      return [...new Set((await Promise.all(stories)).map(({ status }) => status))];
    };
    const succeed = (operations: readonly GivenOperation[]): Promise<void> =>
      expect
        .poll(() => statuses(operations), { timeout: 40_000, interval: 100 })
        .toEqual(['SUCCEEDED']);
    const askReadiness = (): Promise<Response> =>
      fetch(`http://127.0.0.1:${worker.healthPort}/readyz`);
    const readiness = async (): Promise<number> => (await askReadiness()).status;

    async function recoversFrom(swallow: () => void): Promise<void> {
      await succeed(await givenMany(3));
      const during = await givenMany(10);
      await expect.poll(() => arm.countOf('PUT', during[0]!.armId)).toBeGreaterThan(0);
      swallow();
      const after = await givenMany(3);
      await succeed([...during, ...after]);
      for (const { armId } of [...during, ...after]) expect(arm.countOf('PUT', armId)).toBe(1);
      await expect.poll(readiness, { timeout: 20_000 }).toBe(200);
      expect(wedged).toBe(0);
    }

    it('goes on over new ones to PostgreSQL, and sends nothing twice', () =>
      recoversFrom(() => toPostgres.swallow('open connections')));

    it('is not ready while PostgreSQL answers nobody, and then is again', async () => {
      await succeed(await givenMany(1));
      toPostgres.swallow('all connections');
      await expect.poll(readiness, { timeout: 20_000 }).toBe(503);
      azureProblems.push(problem);
      const said = { ready: false, problems: ['The database does not answer.'], azure: [problem] };
      expect(await (await askReadiness()).json()).toEqual(said);
      azureProblems.pop();
      const meanwhile = await givenMany(2);
      toPostgres.heal();
      await succeed(meanwhile);
      await expect.poll(readiness, { timeout: 20_000 }).toBe(200);
      expect(wedged).toBe(0);
    });

    it.skipIf(backend.kind === 'postgres')(
      'is not ready while no reminder gets to Redis, and then is again',
      async () => {
        await succeed(await givenMany(1));
        toRedis?.swallow('all connections');
        const meanwhile = await givenMany(2);
        await expect.poll(readiness, { timeout: 40_000 }).toBe(503);
        toRedis?.heal();
        await succeed(meanwhile);
        await expect.poll(readiness, { timeout: 20_000 }).toBe(200);
        expect(wedged).toBe(0);
      },
    );

    it.skipIf(backend.kind === 'postgres')('goes on over new ones to Redis', () =>
      recoversFrom(() => toRedis?.swallow('open connections')),
    );
  },
);
