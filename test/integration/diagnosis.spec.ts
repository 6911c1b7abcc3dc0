import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createComputeCluster, updateComputeCluster } from '#libs/kinds/compute-clusters';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { workspaceArmId, resourceGroupId } from '#libs/kernel';
import type { ArmPort } from '#libs/operations';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
let arm: ArmPort;
let workspaceId: string;
let groupArmId: string;
let number = 0;

const patience = { timeout: 60_000, interval: 200 };

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 30 });
  api = await startApi(system.database);
  arm = system.arm;
  groupArmId = resourceGroupId(system.azure.subscriptionId, 'rg');
  const { teamId } = system;
  const group = await system.ask(createResourceGroup, { name: 'rg', location: 'eastus', teamId });
  await succeeded(group.operationId);
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: group.resourceId,
    name: 'ws-one',
    storageAccountId: `${groupArmId}/providers/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${groupArmId}/providers/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await succeeded(workspace.operationId);
  workspaceId = workspace.resourceId;
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

const succeeded = (operationId: string): Promise<void> =>
  vi.waitFor(
    async () => expect(await system.story(operationId)).toMatchObject({ status: 'SUCCEEDED' }),
    patience,
  );

interface Cluster {
  id: string;
  name: string;
}

async function givenCluster(minNodeCount: number, more: object = {}): Promise<Cluster> {
  const name = `cluster-${(number += 1)}x`;
  const { operationId, resourceId } = await system.ask(createComputeCluster, {
    workspaceId,
    name,
    vmSize: 'STANDARD_D3_V2',
    scale: {
      minNodeCount,
      maxNodeCount: 4,
    },
    ...more,
  });
  await succeeded(operationId);
  return { id: resourceId, name };
}

async function scale(cluster: Cluster, minNodeCount: number): Promise<void> {
  const input = { computeId: cluster.id, scale: { minNodeCount, maxNodeCount: 4 } };
  await succeeded((await system.ask(updateComputeCluster, input)).operationId);
}

interface Seen {
  allocationState: string;
  currentNodeCount: number;
  diagnostics: {
    code: string;
    message: string;
    remedy: string;
    evidence: Record<string, never>;
    observedAt: string;
  }[];
}

/** The cluster as clients see it. */
async function see({ id }: Cluster): Promise<Seen> {
  const { data, errors } = await api.graphql(
    api.adminKey,
    `query ($id: ID!) { node(id: $id) { ... on ComputeCluster { allocationState currentNodeCount
      diagnostics { code message remedy evidence observedAt } } } }`,
    { id: Buffer.from(`ComputeCluster:${id}`).toString('base64url') },
  );
  expect(errors).toBeUndefined();
  return (data as unknown as { node: Seen }).node;
}

const codes = async (cluster: Cluster): Promise<string> =>
  (await see(cluster)).diagnostics.map(({ code }) => code).join();

const hasNodes = (cluster: Cluster, count: number) =>
  expect.poll(async () => (await see(cluster)).currentNodeCount, patience).toBe(count);

const isWell = (cluster: Cluster) =>
  expect
    .poll(async () => {
      const { allocationState, diagnostics } = await see(cluster);
      return { allocationState, diagnostics };
    }, patience)
    .toEqual({ allocationState: 'STEADY', diagnostics: [] });

const lockId = (scope: string, name: string): string =>
  `${scope}/providers/Microsoft.Authorization/locks/${name}`;
const putLock = (scope: string, name: string) =>
  arm.put(lockId(scope, name), { properties: { level: 'CanNotDelete', notes: 'ask Ada' } });
const removeLock = (scope: string, name: string) => arm.delete(lockId(scope, name), {});

const forgetFaults = () => fetch(`${system.azure.controlEndpoint}/faults`, { method: 'DELETE' });

/** As if half an hour had passed since it was first seen on its way; answers how many rows that were. */
async function seenForLong({ id }: Cluster): Promise<number | null> {
  const { pool } = system.database;
  await pool.query(`UPDATE azure_reading SET read_at = read_at - interval '31 minutes'`);
  const { rowCount } = await pool.query(
    `UPDATE unsettled_compute SET since = since - interval '31 minutes' WHERE resource_id = $1 AND reason = 'SHRINKING'`,
    [id],
  );
  return rowCount;
}

/** The locks that the diagnosis names, in its order. */
async function namedLocks(cluster: Cluster): Promise<unknown> {
  const { diagnostics } = await see(cluster);
  const blocked = diagnostics.find(({ code }) => code === 'RESIZING_BLOCKED_BY_LOCK');
  const locks = (blocked?.evidence['locks'] ?? []) as { on: string; name: string; scope: string }[];
  return locks.map(({ on, name, scope }) => [on, name, scope.toLowerCase()]);
}

describe('a cluster that stays RESIZING', () => {
  it('is said to be held by the locks on its subscription, group and workspace, until they are gone', async () => {
    const cluster = await givenCluster(1);
    await hasNodes(cluster, 1);
    const scopes = {
      SUBSCRIPTION: `/subscriptions/${system.azure.subscriptionId}`,
      RESOURCE_GROUP: groupArmId,
      WORKSPACE: workspaceArmId(groupArmId, 'ws-one'),
    };
    const named = (on: keyof typeof scopes) => [on, on.toLowerCase(), scopes[on].toLowerCase()];
    const put = (on: keyof typeof scopes) => putLock(scopes[on], on.toLowerCase());
    const remove = (on: keyof typeof scopes) => removeLock(scopes[on], on.toLowerCase());
    const names = (...ons: (keyof typeof scopes)[]) =>
      expect.poll(() => namedLocks(cluster), patience).toEqual(ons.map(named));

    await put('RESOURCE_GROUP');
    await scale(cluster, 0);
    await names('RESOURCE_GROUP');
    const { diagnostics } = await see(cluster);
    expect(diagnostics).toMatchObject([
      {
        code: 'RESIZING_BLOCKED_BY_LOCK',
        message: expect.stringContaining(
          "(0 -> 0): the CanNotDelete lock 'resource_group'",
        ) as string,
        remedy: expect.stringContaining('az lock delete') as string,
        evidence: {
          locks: [{ level: 'CanNotDelete', notes: 'ask Ada' }],
          lookedForLocks: [{ readAt: expect.stringMatching(/^\d{4}-/) as string }],
        },
      },
    ]);
    await Promise.all([put('SUBSCRIPTION'), put('WORKSPACE')]);
    await names('SUBSCRIPTION', 'RESOURCE_GROUP', 'WORKSPACE');
    await Promise.all([remove('SUBSCRIPTION'), remove('RESOURCE_GROUP')]);
    await names('WORKSPACE');
    await remove('WORKSPACE');
    await isWell(cluster);
  });

  it('is not passed over in silence where locks may not be read', async () => {
    const cluster = await givenCluster(1);
    await hasNodes(cluster, 1);
    await system.control('faults', {
      name: 'FailsWith',
      times: 'always',
      match: {
        method: 'GET',
        pathPattern: '/locks$',
      },
      parameters: { code: 'AuthorizationFailed' },
    });
    await putLock(groupArmId, 'hidden');
    await scale(cluster, 0);
    const isResizing = async () => (await see(cluster)).allocationState;
    await expect.poll(isResizing, patience).toBe('RESIZING');
    await expect.poll(() => seenForLong(cluster), patience).toBe(1);
    await expect.poll(() => codes(cluster), patience).toBe('RESIZING_TOO_LONG');
    const error = async () => {
      const [found] = (await see(cluster)).diagnostics;
      return (found?.evidence['lookedForLocks'] as { error?: string }[] | undefined)?.[0]?.error;
    };
    await expect.poll(error, patience).toContain('locks could not be read: AuthorizationFailed');
    await forgetFaults();
    await expect.poll(() => namedLocks(cluster), patience).toHaveLength(1);
    await removeLock(groupArmId, 'hidden');
    await isWell(cluster);
  });
});

describe('nodes that do not come', () => {
  const limit = (limits: object) =>
    system.control('quotas', {
      subscriptionId: system.azure.subscriptionId,
      location: 'eastus',
      limits,
    });
  const tightest = async (cluster: Cluster) =>
    (await see(cluster)).diagnostics.map(({ code, evidence }) => [code, evidence['quotas']?.[0]]);

  const dedicated = { vmSize: 'STANDARD_DS3_V2' };
  const lowPriority = { ...dedicated, vmPriority: 'LOW_PRIORITY' };
  const family = 'Standard DSv2 Family Cluster Dedicated vCPUs';
  const overAll = 'Total Cluster LowPriority Regional vCPUs';

  it.each([
    ['real', dedicated, { families: { standardDSv2Family: 4 } }, ['FAMILY', family]],
    ['documented', dedicated, { families: { standardDSv2Family: 4 } }, ['FAMILY', family]],
    ['real', lowPriority, { lowPriorityCores: 4 }, ['REGION', overAll]],
  ])(
    'for want of quota: with its numbers, until there is more, from usages of the %s shape: %o',
    async (shape, machine, narrow, [of, name]) => {
      await system.control('usages', { shape });
      const [cluster, other] = await Promise.all([
        givenCluster(0, machine),
        givenCluster(1, machine),
      ]);
      await hasNodes(other, 1);
      await limit(narrow);
      await scale(cluster, 1);
      await expect
        .poll(() => tightest(cluster), patience)
        .toEqual([['QUOTA_EXCEEDED', { of, name, current: 4, limit: 4 }]]);
      await limit({ families: {}, lowPriorityCores: 400_000 });
      await isWell(cluster);
      for (const done of [cluster, other]) await scale(done, 0);
      for (const done of [cluster, other]) await hasNodes(done, 0);
    },
  );

  it('for want of machines', async () => {
    const cluster = await givenCluster(0);
    await system.control('faults', {
      name: 'FailsWith',
      times: 'always',
      match: { pathPattern: cluster.name },
      parameters: {
        code: 'AllocationFailed',
        when: 'allocation',
      },
    });
    await scale(cluster, 1);
    await expect.poll(() => codes(cluster), patience).toBe('NO_CAPACITY');
    await forgetFaults();
    await isWell(cluster);
  });

  it('because Azure takes them back', async () => {
    const cluster = await givenCluster(1, { vmPriority: 'LOW_PRIORITY' });
    await hasNodes(cluster, 1);
    await system.control('clock', { rate: 0.01 });
    await system.control('nodes', {
      action: 'preempt',
      computeId: `${workspaceArmId(groupArmId, 'ws-one')}/computes/${cluster.name}`,
    });
    await expect.poll(() => codes(cluster), patience).toBe('NODES_PREEMPTED');
    await system.control('clock', { rate: 30 });
    await isWell(cluster);
  });
});
