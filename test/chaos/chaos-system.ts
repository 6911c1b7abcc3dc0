import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { childEnvironment } from '#libs/config';
import { createDevelopmentKey } from '#libs/tenants';
import { startSimulator } from '../../apps/azure-simulator/src/start-simulator.js';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { createTestDatabase } from '../support/database.js';
import { startTestPostgres } from '../support/postgres-server.js';
import { startOwnRedis, type TestRedis } from '../support/redis.js';
import { startDyingHop, type DyingHop } from '../support/dying-hop.js';
import { trust } from '../support/simulated-system.js';
import { ChaosClient } from './chaos-client.js';
import { KeptProcess } from './kept-process.js';
import type { ChaosEvent, HopName } from './plan-chaos.js';
import type { Random } from './random.js';

const workerCount = 2;
/** Short, so that what a dead worker held is soon free. */
const leaseSeconds = 8;

const frozenMs = (leaseSeconds + 2) * 1_000;

/**
 * The whole system as processes of its own, with servers of its own that may be crashed, behind hops that may die.
 * `places`: subscriptions.
 */
export async function startChaosSystem(hasRedis: boolean, places = 1) {
  const folder = await mkdtemp(join(tmpdir(), 'armature-chaos-'));
  const postgres = await startTestPostgres();
  const database = await createTestDatabase(postgres);
  database.pool.on('error', () => undefined);
  const redis = hasRedis ? await startOwnRedis() : undefined;
  if (hasRedis && !redis)
    throw new Error('No redis-server on the PATH, and a shared one is not emptied.');
  const others = Array.from({ length: places - 1 }, () => randomUUID());
  const azure = await startSimulator({
    port: 0,
    clockRate: 60,
    subscriptions: others,
    assumesDependencies: true,
  });
  const portOf = (url: string): number => Number(new URL(url).port);
  const hops: Record<HopName, DyingHop> = {
    PostgreSQL: await startDyingHop(portOf(database.url)),
    Redis: await startDyingHop(redis ? portOf(redis.url) : 0),
    Azure: await startDyingHop(portOf(azure.armEndpoint)),
    'the token endpoint': await startDyingHop(portOf(azure.identityEndpoint)),
  };
  trust(azure.caFile);
  const port = await findFreePort();
  const environment = childEnvironment({
    DATABASE_URL: hops.PostgreSQL.through(database.url),
    REDIS_URL: redis && hops.Redis.through(redis.url),
    PORT: `${port}`,
    LOG_LEVEL: 'info',
    ARMATURE_LEASE_SECONDS: `${leaseSeconds}`,
    AZURE_CLOUD: 'AzureCloud',
    AZURE_ARM_ENDPOINT: hops.Azure.through(azure.armEndpoint),
    AZURE_SUBSCRIPTION_ID: azure.subscriptionId,
    IDENTITY_ENDPOINT: hops['the token endpoint'].through(azure.identityEndpoint),
    IDENTITY_HEADER: azure.identityHeader,
    NODE_EXTRA_CA_CERTS: azure.caFile,
  });
  const keep = (app: 'api' | 'worker', name: string): KeptProcess =>
    new KeptProcess({
      name,
      entry: findEntry(app),
      environment,
      logFile: join(folder, `${name}.log`),
    });
  const api = keep('api', 'api');
  const workers = Array.from({ length: workerCount }, (_, index) =>
    keep('worker', `worker-${index}`),
  );
  const client = new ChaosClient(
    `http://127.0.0.1:${port}/graphql`,
    await createDevelopmentKey(database.pool),
  );
  await Promise.all([api, ...workers].map((process) => process.start()));

  const swallow = async (hop: HopName): Promise<void> => hops[hop].swallow('open connections');
  const happen: Record<ChaosEvent, (random: Random) => Promise<unknown>> = {
    'kill a worker': (random) => random.pick(workers).killHard(),
    'kill every worker': () => Promise.all(workers.map((worker) => worker.killHard())),
    'kill the API': () => api.killHard(),
    'freeze a worker': (random) => random.pick(workers).freeze(frozenMs),
    'swallow PostgreSQL': () => swallow('PostgreSQL'),
    'swallow Redis': () => swallow('Redis'),
    'swallow Azure': () => swallow('Azure'),
    'swallow the token endpoint': () => swallow('the token endpoint'),
    'restart PostgreSQL': () => postgres.restart('immediate'),
    'empty Redis': () => emptyRedis(redis),
  };
  return {
    folder,
    hasRedis,
    database,
    azure,
    client,
    subscriptionIds: [azure.subscriptionId, ...others],
    endings: () => [api, ...workers].flatMap(({ endings }) => endings),
    happen: (event: ChaosEvent, random: Random): Promise<unknown> => happen[event](random),
    async control(route: string, body?: object): Promise<unknown> {
      const response = await fetch(`${azure.controlEndpoint}/${route}`, {
        ...(body && {
          method: 'POST',
          body: JSON.stringify(body),
        }),
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    stopProcesses: () => Promise.all([api, ...workers].map((process) => process.stop())),
    async stop(keepLogs: boolean): Promise<void> {
      await Promise.all([api, ...workers].map((process) => process.stop()));
      await azure.stop();
      await Promise.all(Object.values(hops).map((hop) => hop.stop()));
      await database.drop();
      await Promise.all([postgres.stop(), redis?.stop()]);
      if (!keepLogs)
        await rm(folder, {
          recursive: true,
          force: true,
        });
    },
  };
}

export type ChaosSystem = Awaited<ReturnType<typeof startChaosSystem>>;

async function emptyRedis(redis: TestRedis | undefined): Promise<void> {
  if (!redis?.own) throw new Error('only a Redis of its own may be emptied');
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
}
