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
import { trust } from '../support/simulated-system.js';
import { ChaosClient } from './chaos-client.js';
import { KeptProcess } from './kept-process.js';
import type { ChaosEvent } from './plan-chaos.js';
import type { Random } from './random.js';

const workerCount = 2;
/** Short, so that what a dead worker held is soon free. */
const leaseSeconds = 8;

/** The whole system as processes of its own, with servers of its own that may be crashed. */
export async function startChaosSystem(hasRedis: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'armature-chaos-'));
  const postgres = await startTestPostgres();
  const database = await createTestDatabase(postgres);
  database.pool.on('error', () => undefined);
  const redis = hasRedis ? await startOwnRedis() : undefined;
  if (hasRedis && !redis)
    throw new Error('No redis-server on the PATH, and a shared one is not emptied.');
  const azure = await startSimulator({ port: 0, clockRate: 60 });
  trust(azure.caFile);
  const port = await findFreePort();
  const environment = childEnvironment({
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url,
    PORT: `${port}`,
    LOG_LEVEL: 'info',
    ARMATURE_LEASE_SECONDS: `${leaseSeconds}`,
    AZURE_ARM_ENDPOINT: azure.armEndpoint,
    AZURE_SUBSCRIPTION_ID: azure.subscriptionId,
    IDENTITY_ENDPOINT: azure.identityEndpoint,
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

  const happen: Record<ChaosEvent, (random: Random) => Promise<unknown>> = {
    'kill a worker': (random) => random.pick(workers).killHard(),
    'kill every worker': () => Promise.all(workers.map((worker) => worker.killHard())),
    'kill the API': () => api.killHard(),
    'restart PostgreSQL': () => postgres.restart('immediate'),
    'empty Redis': () => emptyRedis(redis),
  };
  return {
    ...{ folder, hasRedis, database, azure, client },
    happen: (event: ChaosEvent, random: Random): Promise<unknown> => happen[event](random),
    /** Changes the simulator, or reads from it. */
    async control(route: string, body?: object): Promise<unknown> {
      const response = await fetch(`${azure.controlEndpoint}/${route}`, {
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    stopProcesses: () => Promise.all([api, ...workers].map((process) => process.stop())),
    /** Frees everything; keeps the log files where something went wrong. */
    async stop(keepLogs: boolean): Promise<void> {
      await Promise.all([api, ...workers].map((process) => process.stop()));
      await azure.stop();
      await database.drop();
      await Promise.all([postgres.stop(), redis?.stop()]);
      if (!keepLogs) await rm(folder, { recursive: true, force: true });
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
