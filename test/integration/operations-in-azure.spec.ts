import { cancelOperation, retryOperation, deleteCompute } from '#libs/catalogue';
import { createComputeCluster, updateComputeCluster } from '#libs/kinds/compute-clusters';
import { createResourceGroup, deleteResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace, deleteWorkspace } from '#libs/kinds/workspaces';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';
import { askOf } from '../support/ask.js';

let system: SimulatedSystem;
let workspaceId: string;
let groupId: string;
let number = 0;

/** Resolves when the operation is over; where it is not in time, its whole story is in the failure. */
const ended = (operationId: string, timeout = 30_000): Promise<void> =>
  vi.waitFor(
    async () =>
      expect(await system.story(operationId)).toMatchObject({
        dueAt: null,
        leaseUntil: null,
        status: expect.stringMatching(/SUCCEEDED|FAILED|CANCELED/) as string,
      }),
    { timeout, interval: 100 },
  );

const succeeded = async (operationId: string): Promise<void> => {
  await ended(operationId);
  expect(await system.story(operationId)).toMatchObject({ status: 'SUCCEEDED', error: null });
};

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 30 });
});
afterAll(() => system?.stop());

async function makeGroupAndWorkspace(): Promise<void> {
  const { teamId } = system;
  const group = await system.ask(createResourceGroup, { name: 'rg', location: 'eastus', teamId });
  await succeeded(group.operationId);
  groupId = group.resourceId;
  const provider = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/rg/providers`;
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: groupId,
    name: 'ws-one',
    storageAccountId: `${provider}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${provider}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await succeeded(workspace.operationId);
  workspaceId = workspace.resourceId;
}

const newName = (): string => `cluster-${(number += 1)}x`;

async function askForCluster(
  name = newName(),
): Promise<{ operationId: string; resourceId: string; name: string }> {
  const accepted = await system.ask(createComputeCluster, {
    workspaceId,
    name,
    vmSize: 'STANDARD_D3_V2',
    scale: { maxNodeCount: 2 },
  });
  return { ...accepted, name };
}

/** Writes of a kind that the simulator accepted for the compute. */
async function accepted(method: string, name: string): Promise<number> {
  const ledger = (await system.control(`ledger?path=${name}`)) as {
    entries: { method: string; path: string }[];
  };
  return ledger.entries.filter((entry) => entry.method === method).length;
}

const fault = (name: string, parameters: object, match: object, times = 1) =>
  system.control('faults', { name, parameters, match, times });

describe('operations in a simulated Azure', () => {
  it('make a group and a workspace in it', makeGroupAndWorkspace);

  it('carry a cluster through its life, each write sent once', async () => {
    const { operationId, resourceId, name } = await askForCluster();
    await succeeded(operationId);
    const scale = { minNodeCount: 1, maxNodeCount: 4 };
    const update = await system.ask(updateComputeCluster, { computeId: resourceId, scale });
    await succeeded(update.operationId);
    expect(await accepted('PUT', name)).toBe(2);
    const deletion = await system.ask(deleteCompute, { computeId: resourceId, confirmName: name });
    await succeeded(deletion.operationId);
    expect(await system.story(deletion.operationId)).toMatchObject({ gone: true });
    expect(await accepted('DELETE', name)).toBe(1);
  });

  it('see the nodes come without another operation', async () => {
    const { operationId, resourceId } = await askForCluster();
    await succeeded(operationId);
    const scale = { minNodeCount: 1, maxNodeCount: 1 };
    await succeeded(
      (await system.ask(updateComputeCluster, { computeId: resourceId, scale })).operationId,
    );
    const nodes = async (): Promise<unknown> => {
      const { rows } = await system.database.pool.query<{ observed: { currentNodeCount: number } }>(
        'SELECT observed FROM resource WHERE id = $1',
        [resourceId],
      );
      return rows[0]?.observed.currentNodeCount;
    };
    await expect.poll(nodes, { timeout: 30_000 }).toBe(1);
  });

  it.concurrent.each([
    ['429', 'TooManyRequests', { retryAfterSeconds: 2 }, 'PUT'],
    ['503', 'ServiceUnavailable', { retryAfterSeconds: 1 }, 'PUT'],
    ['500', 'InternalServerError', {}, 'PUT'],
    ['a reset before ARM saw it', 'ResetConnection', { when: 'before' }, 'PUT'],
    ['a reset after ARM took it', 'ResetConnection', { when: 'after' }, 'PUT'],
    ['a poll URL that is gone', 'PollUrlNotFound', {}, 'GET'],
  ])('survive %s', async (_name, name, parameters, method) => {
    const cluster = newName();
    await fault(name, parameters, { method, pathPattern: cluster });
    const { operationId } = await askForCluster(cluster);
    await succeeded(operationId);
    expect(await accepted('PUT', cluster)).toBe(1);
  });

  it('wait as long as a 429 asks', async () => {
    const ledger = (await system.control('ledger')) as { throttles: { earlyRequests: number }[] };
    expect(ledger.throttles.length).toBeGreaterThan(0);
    for (const throttle of ledger.throttles) expect(throttle.earlyRequests).toBe(0);
  });

  it('fail with what Azure says later, and succeed when retried', async () => {
    const name = newName();
    const parameters = { when: 'operation', code: 'ClusterMinNodesExceedCoreQuota' };
    await fault('FailsWith', parameters, { method: 'PUT', pathPattern: name });
    const { operationId } = await askForCluster(name);
    await ended(operationId);
    expect(await system.story(operationId)).toMatchObject({
      status: 'FAILED',
      error: 'ClusterMinNodesExceedCoreQuota',
    });
    expect(await askOf(retryOperation, system.submit, system.context, operationId)).toMatchObject({
      ok: true,
    });
    await succeeded(operationId);
  });

  it('leave nothing behind when canceled while Azure is at it', async () => {
    const { operationId, name } = await askForCluster();
    await expect
      .poll(async () => (await system.story(operationId)).steps.join(), { timeout: 20_000 })
      .toContain('WAITING');
    await askOf(cancelOperation, system.submit, system.context, operationId);
    await ended(operationId);
    expect(await system.story(operationId)).toMatchObject({ status: 'CANCELED', gone: true });
    expect(await accepted('DELETE', name)).toBe(1);
  });

  it('share one list call when many run at once', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => askForCluster()));
    await Promise.all(many.map(({ operationId }) => succeeded(operationId)));
    for (const { name } of many) expect(await accepted('PUT', name)).toBe(1);
  });

  it('take the workspace and the group away, with all that lived in them', async () => {
    const workspace = await system.ask(deleteWorkspace, {
      workspaceId,
      confirmName: 'ws-one',
      purge: true,
    });
    await succeeded(workspace.operationId);
    const group = await system.ask(deleteResourceGroup, {
      resourceGroupId: groupId,
      confirmName: 'rg',
    });
    await succeeded(group.operationId);
    const { rows } = await system.database.pool.query('SELECT FROM resource WHERE gone_at IS NULL');
    expect(rows).toHaveLength(0);
  });

  it('tell of everything that vanishes with a group, each in its own audit row', async () => {
    await makeGroupAndWorkspace();
    const cluster = await askForCluster();
    await succeeded(cluster.operationId);
    const group = await system.ask(deleteResourceGroup, {
      resourceGroupId: groupId,
      confirmName: 'rg',
    });
    await succeeded(group.operationId);
    const { rows } = await system.database.pool.query(
      `SELECT action, target_name AS name, target_id AS id, team_id IS NOT NULL AS "hasTeam"
        FROM audit_event WHERE operation_id = $1 AND action LIKE '%.vanished' ORDER BY action`,
      [group.operationId],
    );
    expect(rows).toEqual([
      {
        action: 'compute_cluster.vanished',
        name: cluster.name,
        id: cluster.resourceId,
        hasTeam: true,
      },
      { action: 'workspace.vanished', name: 'ws-one', id: workspaceId, hasTeam: true },
    ]);
  });
});
