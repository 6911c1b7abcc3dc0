import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDevelopmentKey } from '#libs/tenants';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import type { ManagedProcess } from '../../apps/launcher/src/processes/managed-process.js';
import { ChaosClient } from '../chaos/chaos-client.js';
import { startDyingHop, type DyingHop } from '../support/dying-hop.js';
import { shareWith, storyOf } from '../support/engine.js';
import { rowIdOf } from '../support/gateway.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';

/** Twice what recovering takes at most. */
const patience = { timeout: 30_000, interval: 100 };

let system: ProcessSystem;
let client: ChaosClient;
let teamId: string;
const hops: Record<'PostgreSQL' | 'Azure' | 'the token endpoint', DyingHop> = {} as never;
let readyz: Record<'api' | 'worker', string>;
let processes: ManagedProcess[];
let groups = 0;

beforeAll(async () => {
  system = await startProcessSystem({ clockRate: 60 });
  const { azure, database } = system;
  const portOf = (url: string): number => Number(new URL(url).port);
  hops.PostgreSQL = await startDyingHop(portOf(database.url));
  hops.Azure = await startDyingHop(portOf(azure.armEndpoint));
  hops['the token endpoint'] = await startDyingHop(portOf(azure.identityEndpoint));
  const [port, healthPort] = [await findFreePort(), await findFreePort()];
  const behindHops = {
    DATABASE_URL: hops.PostgreSQL.through(database.url),
    AZURE_ARM_ENDPOINT: hops.Azure.through(azure.armEndpoint),
    IDENTITY_ENDPOINT: hops['the token endpoint'].through(azure.identityEndpoint),
    PORT: `${port}`,
    WORKER_HEALTH_PORT: `${healthPort}`,
  };
  const key = await createDevelopmentKey(database.pool);
  client = new ChaosClient(`http://127.0.0.1:${port}/graphql`, key);
  readyz = {
    api: `http://127.0.0.1:${port}/readyz`,
    worker: `http://127.0.0.1:${healthPort}/readyz`,
  };
  // Nobody has a token yet.
  hops['the token endpoint'].swallow('all connections');
  processes = await Promise.all([
    system.start('api', 'api', behindHops),
    system.start('worker', 'worker', behindHops),
  ]);
  const { teams } = await client.ask<{ teams: { nodes: { id: string }[] } }>(
    '{ teams(first: 1) { nodes { id } } }',
  );
  teamId = teams.nodes[0]?.id ?? '';
  await shareWith(database.pool, rowIdOf(teamId), `/subscriptions/${azure.subscriptionId}`);
});
afterAll(async () => {
  await system?.stop();
  await Promise.all(Object.values(hops).map((hop) => hop.stop()));
});

const askForGroup = async (): Promise<string> => {
  const input = { name: `rg-${(groups += 1)}`, location: 'eastus', teamId };
  return (await client.mutate('createResourceGroup', input)).operationId;
};
const succeeds = (operationId: string): Promise<void> =>
  expect
    .poll(async () => (await storyOf(system.database.pool, operationId)).status, patience)
    .toBe('SUCCEEDED');
const answers = async (url: string): Promise<[number, string]> => {
  const response = await fetch(url).catch((error: unknown) => error as Error);
  return response instanceof Error
    ? [0, response.message]
    : [response.status, await response.text()];
};
const isReady = (who: 'api' | 'worker', status: number, why = ''): Promise<void> =>
  expect
    .poll(() => answers(readyz[who]), patience)
    .toEqual([status, expect.stringContaining(why) as string]);

describe('the token endpoint', () => {
  it('that answers nobody is told at /readyz; once it answers work goes on', async () => {
    await isReady('worker', 503, 'ManagedIdentityUnreachable');
    await isReady('api', 200, 'without Azure');
    const waiting = await askForGroup();
    hops['the token endpoint'].heal();
    await succeeds(waiting);
    await isReady('worker', 200);
    await isReady('api', 200, '"ok"');
  });
});

describe('Azure', () => {
  it('on connections that are dead is asked over new ones, and what was sent is not sent twice', async () => {
    const operations = [await askForGroup(), await askForGroup()];
    hops.Azure.swallow('open connections');
    operations.push(await askForGroup());
    for (const operation of operations) await succeeds(operation);
    const { entries } = (await system.control('ledger?path=/resourceGroups/')) as {
      entries: { method: string; path: string }[];
    };
    const puts = entries.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    expect(puts).toHaveLength(new Set(puts).size);
  });

  it('that answers nobody is told at /readyz; once it answers work goes on', async () => {
    hops.Azure.swallow('all connections');
    const waiting = await askForGroup();
    await isReady('worker', 503, 'AzureTimeout');
    await isReady('api', 200);
    hops.Azure.heal();
    await succeeds(waiting);
    await isReady('worker', 200);
  });
});

describe('PostgreSQL', () => {
  it('on connections that are dead is asked over new ones, by API and worker', async () => {
    const before = await askForGroup();
    hops.PostgreSQL.swallow('open connections');
    await succeeds(await askForGroup());
    await succeeds(before);
    await isReady('worker', 200);
    await isReady('api', 200);
  });

  it('that answers nobody is told at /readyz; once it answers work goes on', async () => {
    const before = await askForGroup();
    hops.PostgreSQL.swallow('all connections');
    await isReady('worker', 503, 'database');
    await isReady('api', 503, 'no database');
    hops.PostgreSQL.heal();
    await succeeds(before);
    await isReady('worker', 200);
    await isReady('api', 200);
  });

  it('holds up no process that is to stop, dead as it is', async () => {
    hops.PostgreSQL.swallow('all connections');
    await Promise.all(processes.map((process) => process.kill('SIGTERM')));
    expect(await system.logOf('worker')).toContain('stopping');
    expect(processes.map(({ pid }) => pid)).toEqual([undefined, undefined]);
  });
});
