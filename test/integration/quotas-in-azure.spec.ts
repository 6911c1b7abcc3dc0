import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { at, type Loose } from '../support/gateway.js';
import { globalId } from '../support/instance-api.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
let workspaceId: string;
let number = 0;

const patience = { timeout: 60_000, interval: 200 };

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
  api = await startApi(system.database, system.arm, undefined, {
    submit: { ...system.submit, defaultSubscriptionId: system.azure.subscriptionId },
  });
  const { teamId } = system;
  const group = await system.ask(createResourceGroup, { name: 'rg', location: 'eastus', teamId });
  await ended(group.operationId, 'SUCCEEDED');
  const providers = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/rg/providers`;
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: group.resourceId,
    name: 'ws-one',
    storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${providers}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await ended(workspace.operationId, 'SUCCEEDED');
  workspaceId = globalId('Workspace', workspace.resourceId);
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

const ended = (operationId: string, status: string): Promise<void> =>
  vi.waitFor(
    async () => expect(await system.story(operationId)).toMatchObject({ status }),
    patience,
  );

const limit = (limits: object): Promise<unknown> =>
  system.control('quotas', {
    subscriptionId: system.azure.subscriptionId,
    location: 'eastus',
    limits,
  });

async function check(input: object): Promise<Loose> {
  const query = `query ($input: QuotaCheckInput!) { quotaCheck(input: $input) { fits observedAt
    checks { scope name limit used requested shortfall }
    offers { vmSize location availability hourlyPrice { amount } } } }`;
  const { data, errors } = await api.graphql(api.adminKey, query, { input });
  expect(errors).toBeUndefined();
  return at(data)['quotaCheck']!;
}

/** What is read is read anew: nobody has looked lately. */
const forgetAge = (): Promise<unknown> =>
  api.database.pool.query(
    `UPDATE azure_reading SET read_at = read_at - interval '1 minute', tried_at = tried_at - interval '1 minute' WHERE what = 'usages'`,
  );

async function create(minNodeCount: number): Promise<Loose> {
  const query = `mutation ($input: CreateComputeClusterInput!) { createComputeCluster(input: $input) {
    operation { id } warnings { code } userErrors { code message } } }`;
  const name = `cluster-${(number += 1)}x`;
  const scale = { minNodeCount, maxNodeCount: 4 };
  const { data, errors } = await api.graphql(api.adminKey, query, {
    input: { workspaceId, name, vmSize: 'Standard_D3_v2', scale },
  });
  expect(errors).toBeUndefined();
  return at(data)['createComputeCluster']!;
}

const rowId = (operation: Loose | undefined): string =>
  Buffer.from(String(operation!['id']), 'base64url').toString().split(':')[1]!;

const seenAt = async (): Promise<string | undefined> => {
  const { rows } = await api.database.pool.query<{ at: string }>(
    `SELECT read_at::text AS at FROM azure_reading WHERE what = 'usages' AND location = 'eastus'`,
  );
  return rows[0]?.at;
};

describe('what Azure counts', () => {
  it('is told as it is now, without anybody having asked before', async () => {
    await limit({ families: { standardDv2Family: 12 }, dedicatedCores: 100 });
    await forgetAge();
    const said = await check({
      location: 'eastus',
      vmSize: 'Standard_D3_v2',
      minNodeCount: 4,
      maxNodeCount: 4,
    });
    expect(said).toMatchObject({
      fits: false,
      checks: [
        { scope: 'VM_FAMILY', limit: 12, used: 0, requested: 16, shortfall: 4 },
        { scope: 'REGION_DEDICATED', limit: 100, shortfall: 0 },
        { scope: 'COMPUTE_COUNT', shortfall: 0 },
      ],
    });
    expect(Date.now() - Date.parse(String(said['observedAt']))).toBeLessThan(60_000);
  });

  it('decides what is accepted from then on, and the worker reads other regions of the geography', async () => {
    expect(await create(4)).toMatchObject({
      operation: null,
      userErrors: [{ code: 'QUOTA_EXCEEDED' }],
    });
    await vi.waitFor(
      async () =>
        expect(
          (
            await check({
              location: 'eastus',
              vmSize: 'Standard_D3_v2',
              minNodeCount: 4,
              maxNodeCount: 4,
            })
          )['offers'],
        ).toEqual(
          expect.arrayContaining([
            expect.objectContaining({
              vmSize: 'Standard_D3_v2',
              location: 'eastus2',
              availability: 'AVAILABLE',
            }),
            expect.objectContaining({
              vmSize: 'Standard_D3_v2',
              location: 'eastus',
              availability: 'NO_QUOTA',
            }),
          ]),
        ),
      patience,
    );
  });

  it('names H100 in its own way, in both shapes', async () => {
    for (const shape of ['real', 'documented']) {
      await system.control('usages', { shape });
      await forgetAge();
      expect(await check({ location: 'eastus', vmSize: 'Standard_ND96isr_H100_v5' })).toMatchObject(
        { checks: { 0: { scope: 'VM_FAMILY', limit: 100_000, used: 0 } } },
      );
    }
    await system.control('usages', {});
  });

  it('is not known where it is null, or a family has no line', async () => {
    const asked = { location: 'eastus', vmSize: 'Standard_D3_v2' };
    await system.control('usages', { isUntold: true });
    await forgetAge();
    expect(await check(asked)).toMatchObject({
      fits: null,
      checks: { 0: { limit: 12, used: null } },
    });
    await system.control('usages', { withoutFamilies: ['standardDv2Family'] });
    await forgetAge();
    expect(await check(asked)).toMatchObject({
      fits: null,
      checks: { 0: { limit: null, used: null } },
    });
    await system.control('usages', {});
    await forgetAge();
    expect(await check(asked)).toMatchObject({ fits: true });
  });

  it('is read anew by a worker once something failed for want of it', async () => {
    // As it was read before somebody else lowered it.
    await check({ location: 'eastus', vmSize: 'Standard_D3_v2' });
    await api.database.pool.query(
      `UPDATE azure_reading SET wanted_at = NULL WHERE what = 'usages'`,
    );
    const before = await seenAt();
    await limit({ families: { standardDv2Family: 3 } });
    const { operation } = await create(1);
    await api.database.pool.query(
      `UPDATE azure_reading SET wanted_at = NULL WHERE what = 'usages'`,
    );
    await ended(rowId(operation), 'FAILED');
    await vi.waitFor(async () => expect(await seenAt()).not.toBe(before), patience);
    await vi.waitFor(
      async () =>
        expect(await create(1)).toMatchObject({ userErrors: [{ code: 'QUOTA_EXCEEDED' }] }),
      patience,
    );
  });
});

it('all that is counted is listed for a region that Azure has, and for no other', async () => {
  const ask = (location: string) =>
    api.graphql(
      api.adminKey,
      `{ computeUsages(location: "${location}") { scope name vmPriority limit used } }`,
    );
  const { data } = await ask('West Europe');
  const lines = at(data)['computeUsages'] as unknown as Loose[];
  expect(lines).toContainEqual({
    scope: 'REGION_LOW_PRIORITY',
    name: 'Total Cluster LowPriority Regional vCPUs',
    vmPriority: 'LOW_PRIORITY',
    limit: 400_000,
    used: 0,
  });
  expect(lines.filter(({ scope }) => scope === 'COMPUTE_COUNT')).toHaveLength(1);
  await vi.waitFor(
    async () =>
      expect((await ask('atlantis')).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]),
    patience,
  );
});
