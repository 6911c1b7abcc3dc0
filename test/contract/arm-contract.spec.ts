import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { ArmError } from '#libs/operations';
import { specsFound, specsMissing } from './support/azure-specs.js';
import { isPoll, lroProblems } from './support/check-polls.js';
import { type ContractValidator, createContractValidator } from './support/contract-validator.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

if (!specsFound) process.stderr.write(`test/contract ${specsMissing}\n`);

const suite = 'our client and the simulator, held to the OpenAPI documents';

describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let azure: SimulatedAzure;
  let validator: ContractValidator;
  let checked = 0;
  const operations = new Set<string>();

  beforeAll(async () => {
    validator = await createContractValidator();
    azure = await startSimulatedAzure();
  });
  afterAll(async () => {
    await azure?.stop();
    validator?.close();
  });

  /** Every exchange of the test that just ran. */
  afterEach(async () => {
    const fresh = azure.exchanges.slice(checked);
    checked = azure.exchanges.length;
    const problems: string[] = [];
    for (const exchange of fresh) {
      problems.push(...lroProblems(exchange));
      if (isPoll(exchange)) continue;
      problems.push(...(await validator.violations(exchange)));
      operations.add(`${validator.operationOf(exchange)} ${exchange.status}`);
    }
    expect(problems).toEqual([]);
  });

  const groupId = () => resourceGroupId(azure.subscriptionId, 'contract');
  const workspaceId = () => workspaceArmId(groupId(), 'ws-contract');
  const clusterId = (name = 'cpu') => computeArmId(workspaceId(), name);
  const lockId = (scope: string) => `${scope}/providers/Microsoft.Authorization/locks/keep`;
  const locations = (location = 'eastus') =>
    `/subscriptions/${azure.subscriptionId}/providers/Microsoft.MachineLearningServices/locations/${location}`;

  const associated = (provider: string, name: string) =>
    `${groupId()}/providers/${provider}/${name}`;
  const workspaceBody = () => ({
    location: 'eastus',
    tags: { costCenter: '42' },
    identity: { type: 'SystemAssigned' },
    properties: {
      friendlyName: 'contract',
      keyVault: associated('Microsoft.KeyVault/vaults', 'kv'),
      storageAccount: associated('Microsoft.Storage/storageAccounts', 'store'),
      applicationInsights: associated('Microsoft.Insights/components', 'insights'),
    },
  });
  const computeClusterBody = (scale: object = {}, properties: object = {}) => ({
    location: 'eastus',
    tags: { costCenter: '42' },
    identity: { type: 'SystemAssigned' },
    properties: {
      computeType: 'AmlCompute',
      computeLocation: 'westus2',
      description: 'contract',
      properties: {
        vmSize: 'STANDARD_D3_V2',
        vmPriority: 'Dedicated',
        scaleSettings: {
          minNodeCount: 0,
          maxNodeCount: 2,
          nodeIdleTimeBeforeScaleDown: 'PT120S',
          ...scale,
        },
        ...properties,
      },
    },
  });

  const refusal = async (work: Promise<unknown>): Promise<ArmError> => {
    const cause: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (cause instanceof ArmError) return cause;
    throw new Error(`not refused: ${String(cause)}`);
  };

  it('resource groups: nothing there, create, again, read, list', async () => {
    const { client } = azure;
    expect(await client.get(groupId())).toBeUndefined();
    const body = { location: 'eastus', tags: { owner: 'me' } };
    expect(await client.put(groupId(), body)).toMatchObject({ state: 'Succeeded' });
    expect(await client.put(groupId(), body)).toMatchObject({ state: 'Succeeded' });
    expect(await client.get(groupId())).toMatchObject({
      location: 'eastus',
      tags: { owner: 'me' },
    });
    const { value } = await client.list(`/subscriptions/${azure.subscriptionId}/resourcegroups`);
    expect(value.map(({ name }) => name)).toContain('contract');
    const misnamed = resourceGroupId(azure.subscriptionId, 'ends-with-a-period.');
    expect((await refusal(client.put(misnamed, body))).kind).toBe('refused');
  });

  it('workspaces: nothing there, create, change, read, list', async () => {
    const { client, settled } = azure;
    expect(await client.get(workspaceId())).toBeUndefined();
    const started = await client.put(workspaceId(), workspaceBody());
    expect(started).toMatchObject({ state: 'InProgress', handle: { style: 'location' } });
    expect(await settled(started)).toMatchObject({ state: 'Succeeded' });
    expect(await settled(client.put(workspaceId(), workspaceBody()))).toMatchObject({
      state: 'Succeeded',
    });
    expect(await client.get(workspaceId())).toMatchObject({
      properties: { provisioningState: 'Succeeded' },
    });
    const collection = workspaceId().replace('/ws-contract', '');
    expect((await client.list(collection)).value).toHaveLength(1);
    const everywhere = `/subscriptions/${azure.subscriptionId}/providers/Microsoft.MachineLearningServices/workspaces`;
    expect((await client.list(everywhere)).value).toHaveLength(1);
    const nowhere = { ...workspaceBody(), location: 'atlantis' };
    const refused = await refusal(client.put(workspaceArmId(groupId(), 'ws-nowhere'), nowhere));
    expect(refused.error.code).toBe('LocationNotAvailableForResourceType');
  });

  it('clusters: nothing there, create in another region, read, list, nodes', async () => {
    const { client, settled } = azure;
    expect(await client.get(clusterId())).toBeUndefined();
    const started = await client.put(clusterId(), computeClusterBody({ minNodeCount: 1 }));
    expect(started).toMatchObject({
      state: 'InProgress',
      handle: { style: 'azure-async-operation' },
    });
    expect(await settled(started)).toMatchObject({ state: 'Succeeded' });
    expect(await client.get(clusterId())).toMatchObject({
      properties: { computeLocation: 'westus2', provisioningState: 'Succeeded' },
    });
    expect((await client.list(`${workspaceId()}/computes`)).value).toHaveLength(1);
    await expect
      .poll(async () => (await client.post(clusterId(), 'listNodes', undefined)) as unknown, {
        timeout: 20_000,
      })
      .toMatchObject({ state: 'Succeeded', body: { nodes: [{ nodeState: 'idle' }] } });
  });

  it('clusters: other scale and another identity by PUT', async () => {
    const { client, settled } = azure;
    const body = {
      ...computeClusterBody({ maxNodeCount: 4 }),
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: {
          [associated('Microsoft.ManagedIdentity/userAssignedIdentities', 'jobs')]: {},
        },
      },
    };
    expect(await settled(client.put(clusterId(), body))).toMatchObject({ state: 'Succeeded' });
    expect(await client.get(clusterId())).toMatchObject({
      identity: { type: 'UserAssigned' },
      properties: { properties: { scaleSettings: { maxNodeCount: 4 } } },
    });
  });

  it('clusters: low priority, a subnet, an SSH key, no public IP', async () => {
    const { client, settled } = azure;
    const body = computeClusterBody(
      {},
      {
        vmSize: 'Standard_NC6',
        vmPriority: 'LowPriority',
        enableNodePublicIp: false,
        remoteLoginPortPublicAccess: 'Disabled',
        isolatedNetwork: false,
        subnet: { id: `${associated('Microsoft.Network/virtualNetworks', 'net')}/subnets/jobs` },
        userAccountCredentials: {
          adminUserName: 'azureuser',
          adminUserSshPublicKey: 'ssh-ed25519 AAAA',
        },
      },
    );
    expect(await settled(client.put(clusterId('lowprio'), body))).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('usages, quotas and VM sizes', async () => {
    const { client } = azure;
    for (const kind of ['usages', 'quotas', 'vmSizes']) {
      const { value } = await client.list(`${locations()}/${kind}`);
      expect(value.length).toBeGreaterThan(0);
    }
  });

  it('locks: create, again, read, list, what they refuse, delete', async () => {
    const { client } = azure;
    const body = { properties: { level: 'CanNotDelete', notes: 'keep' } };
    for (const scope of [workspaceId(), groupId()]) {
      await client.put(lockId(scope), body);
      await client.put(lockId(scope), body);
      expect(await client.get(lockId(scope))).toMatchObject({
        properties: { level: 'CanNotDelete' },
      });
      await client.list(`${scope}/providers/Microsoft.Authorization/locks`);
    }
    await client.list(
      `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/locks`,
    );
    const locked = await refusal(
      client.delete(clusterId(), { underlyingResourceAction: 'Delete' }),
    );
    expect(locked).toMatchObject({ kind: 'refused', error: { code: 'ScopeLocked' } });
    expect(locked.error.remedy).toContain('/resourceGroups/contract');
    expect((await refusal(client.delete(groupId(), {}))).error.code).toBe('ScopeLocked');
    for (const scope of [workspaceId(), groupId()]) {
      expect(await client.delete(lockId(scope), {})).toMatchObject({ state: 'Succeeded' });
      expect(await client.delete(lockId(scope), {})).toMatchObject({ state: 'Succeeded' });
    }
  });

  it('what Azure refuses', async () => {
    const { client } = azure;
    const orphan = computeArmId(workspaceArmId(groupId(), 'nowhere'), 'cpu');
    expect((await refusal(client.put(orphan, computeClusterBody()))).kind).toBe('notFound');
    const noSuchSize = computeClusterBody({}, { vmSize: 'Standard_Nonsense_v9' });
    expect((await refusal(client.put(clusterId('odd'), noSuchSize))).kind).toBe('refused');
    const tooFew = computeClusterBody({ minNodeCount: 3, maxNodeCount: 1 });
    expect((await refusal(client.put(clusterId('odd'), tooFew))).kind).toBe('refused');
    const otherSize = computeClusterBody({}, { vmSize: 'Standard_D2_v3' });
    expect((await refusal(client.put(clusterId(), otherSize))).kind).toBe('refused');
    expect((await refusal(client.post(clusterId(), 'stop', undefined))).kind).toBe('refused');
  });

  it('clusters: delete, and delete what is gone', async () => {
    const { client, settled } = azure;
    const query = { underlyingResourceAction: 'Delete' };
    const started = await client.delete(clusterId(), query);
    expect(started).toMatchObject({
      state: 'InProgress',
      handle: { style: 'azure-async-operation' },
    });
    expect(await settled(started)).toMatchObject({ state: 'Succeeded' });
    expect(await client.get(clusterId())).toBeUndefined();
    expect(await client.delete(clusterId(), query)).toMatchObject({ state: 'Succeeded' });
  });

  it('workspaces: soft delete keeps the name, purge frees it', async () => {
    const { client, settled } = azure;
    expect(
      await settled(client.delete(clusterId('lowprio'), { underlyingResourceAction: 'Delete' })),
    ).toMatchObject({ state: 'Succeeded' });
    expect(await settled(client.delete(workspaceId(), {}))).toMatchObject({ state: 'Succeeded' });
    const taken = await refusal(client.put(workspaceId(), workspaceBody()));
    expect(taken.error).toMatchObject({ code: 'SoftDeletedWorkspaceExists' });
    const purged = settled(client.delete(workspaceId(), { forceToPurge: 'true' }));
    expect(await purged).toMatchObject({ state: 'Succeeded' });
    expect(await settled(client.put(workspaceId(), workspaceBody()))).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('resource groups: delete with what is inside, and what is gone', async () => {
    const { client, settled } = azure;
    expect(await settled(client.delete(groupId(), {}))).toMatchObject({ state: 'Succeeded' });
    expect(await client.get(groupId())).toBeUndefined();
    expect(await client.delete(groupId(), {})).toMatchObject({ state: 'Succeeded' });
  });

  it('was held to every operation that we use', () => {
    expect([...operations]).toEqual(expect.arrayContaining(usedOperations));
  });
});

/** Operation of the documents, and the status it was answered with. */
const usedOperations = [
  'ResourceGroups_CreateOrUpdate 201',
  'ResourceGroups_CreateOrUpdate 200',
  'ResourceGroups_CreateOrUpdate 400',
  'ResourceGroups_Get 200',
  'ResourceGroups_Get 404',
  'ResourceGroups_List 200',
  'ResourceGroups_Delete 202',
  'ResourceGroups_Delete 409',
  'Workspaces_CreateOrUpdate 202',
  'Workspaces_CreateOrUpdate 200',
  'Workspaces_CreateOrUpdate 400',
  'Workspaces_Get 200',
  'Workspaces_Get 404',
  'Workspaces_ListByResourceGroup 200',
  'Workspaces_ListBySubscription 200',
  'Workspaces_Delete 202',
  'Compute_CreateOrUpdate 201',
  'Compute_CreateOrUpdate 200',
  'Compute_CreateOrUpdate 400',
  'Compute_CreateOrUpdate 404',
  'Compute_Get 200',
  'Compute_Get 404',
  'Compute_List 200',
  'Compute_ListNodes 200',
  'Compute_Stop 400',
  'Compute_Delete 202',
  'Compute_Delete 204',
  'Compute_Delete 409',
  'Usages_List 200',
  'Quotas_List 200',
  'VirtualMachineSizes_List 200',
  'ManagementLocks_CreateOrUpdateAtResourceGroupLevel 201',
  'ManagementLocks_CreateOrUpdateAtResourceGroupLevel 200',
  'ManagementLocks_GetAtResourceGroupLevel 200',
  'ManagementLocks_ListAtResourceGroupLevel 200',
  'ManagementLocks_ListAtSubscriptionLevel 200',
  'ManagementLocks_DeleteAtResourceGroupLevel 200',
  'ManagementLocks_DeleteAtResourceGroupLevel 204',
];
