import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDevelopmentKey } from '#libs/tenants';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { application } from '../support/day-one.js';
import { startPrivateTls, startProxy } from '../support/local-proxy.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import { RecordingClient } from '../support/recording-client.js';

let system: ProcessSystem;
const toStop: (() => unknown)[] = [];
beforeAll(async () => {
  system = await startProcessSystem({ clockRate: 50 });
});
afterAll(async () => {
  await system?.stop();
  for (const stop of toStop) await stop();
});

const hosts = ['management.usgovcloudapi.net', 'login.microsoftonline.us', 'graph.microsoft.us'];

/** The simulator at the addresses of a cloud, and a proxy that leads to nothing else. */
async function givenCloud() {
  const caFile = join(await mkdtemp(join(tmpdir(), 'armature-cloud-')), 'ca.pem');
  const { armEndpoint: endpoint, caFile: trusted } = system.azure;
  const tls = await startPrivateTls(hosts, { endpoint, caFile: trusted }, caFile);
  const proxy = await startProxy({
    leadsTo: Object.fromEntries(hosts.map((host) => [host, tls.port])),
  });
  toStop.push(tls.stop, proxy.stop);
  return { asked: proxy.asked, HTTPS_PROXY: proxy.url(), NODE_EXTRA_CA_CERTS: caFile };
}

it('in Azure US Government by one setting: a whole day asks its addresses, and no other', async () => {
  const { asked, ...reached } = await givenCloud();
  const port = await findFreePort();
  const settings = {
    ...reached,
    ...application,
    AZURE_CLOUD: 'AzureUSGovernment',
    AZURE_ARM_ENDPOINT: '',
    IDENTITY_ENDPOINT: '',
    IDENTITY_HEADER: '',
    ARMATURE_REQUIRED_COST_TAGS: 'costCenter',
    ENTRA_TENANT_IDS: application.AZURE_TENANT_ID,
    ENTRA_AUDIENCE: 'api://armature',
    ENTRA_GRAPH: 'on',
    PORT: `${port}`,
  };
  await system.start('worker', 'worker', settings);
  await system.start('api', 'api', settings);
  const key = await createDevelopmentKey(system.database.pool);
  const client = new RecordingClient(`http://127.0.0.1:${port}`, key);
  await client.untilReady();

  const done = async (verb: string, input: object): Promise<string> => {
    const { operationId, targetId, userErrors } = await client.mutate(verb, input);
    expect([verb, userErrors]).toEqual([verb, []]);
    const query = 'query ($id: ID!) { operation(id: $id) { status error { code message } } }';
    const look = async () => (await client.graphql(query, { id: operationId })).data;
    await expect
      .poll(look, { timeout: 60_000, interval: 200 })
      .toMatchObject({ operation: { status: 'SUCCEEDED' } });
    return targetId;
  };
  const { data } = await client.graphql(
    'mutation { createTeam(input: { name: "gov", costCenter: "CC-1" }) { team { id } } }',
  );
  const { createTeam } = data as unknown as { createTeam: { team: { id: string } } };
  const group = { teamId: createTeam.team.id, name: 'rg-gov', location: 'eastus' };
  const resourceGroupId = await done('createResourceGroup', group);
  const inGroup = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/rg-gov/providers`;
  const workspaceId = await done('createWorkspace', {
    resourceGroupId,
    name: 'ws-gov',
    storageAccountId: `${inGroup}/Microsoft.Storage/storageAccounts/gov`,
    keyVaultId: `${inGroup}/Microsoft.KeyVault/vaults/gov`,
  });
  const vmSize = 'STANDARD_DS3_V2';
  await done('createComputeCluster', {
    workspaceId,
    name: 'cpu',
    vmSize,
    scale: { minNodeCount: 0, maxNodeCount: 1 },
  });
  await done('createComputeInstance', {
    workspaceId,
    name: 'box',
    vmSize,
  });
  await done('deleteResourceGroup', { resourceGroupId, confirmName: 'rg-gov' });
  expect(new Set(asked)).toEqual(new Set(hosts.map((host) => `${host}:443`)));
}, 240_000);
