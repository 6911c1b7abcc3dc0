import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import {
  detachKubernetesCompute,
  provisionKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSimulatedSystem, type SimulatedSystem } from '../../support/simulated-system.js';

let system: SimulatedSystem;

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
});
afterAll(() => system?.stop());

const succeeded = (operationId: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const story = await system.story(operationId);
      expect(story, JSON.stringify(story.messages)).toMatchObject({ status: 'SUCCEEDED' });
    },
    { timeout: 60_000, interval: 200 },
  );

const seen = (armId: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const { rows } = await system.database.pool.query(
        `SELECT 1 FROM resource WHERE arm_id_key = lower($1) AND gone_at IS NULL AND provisioning_state = 'SUCCEEDED'`,
        [armId],
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 40_000, interval: 200 },
  );

describe('a cluster in a simulated Azure', () => {
  it.each([
    ['connected', 'arc', 'Microsoft.Kubernetes/connectedClusters'],
    ['AKS', 'aks', 'Microsoft.ContainerService/managedClusters'],
  ])(
    '(%s) is seen, provisioned with one extension and one attachment, and detached',
    async (_what, name, type) => {
      const { teamId } = system;
      const group = await system.ask(createResourceGroup, { name, location: 'eastus', teamId });
      await succeeded(group.operationId);
      const providers = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/${name}/providers`;
      const workspace = await system.ask(createWorkspace, {
        resourceGroupId: group.resourceId,
        name: 'ws-one',
        storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/one`,
        keyVaultId: `${providers}/Microsoft.KeyVault/vaults/one`,
        applicationInsights: 'NONE',
      });
      await succeeded(workspace.operationId);
      const clusterArmId = `${providers}/${type}/one`;
      await system.control('connected-clusters', { action: 'connect', clusterId: clusterArmId });
      await seen(clusterArmId);
      const compute = await system.ask(provisionKubernetesCompute, {
        workspaceId: workspace.resourceId,
        name: `${name}-one`,
        clusterArmId,
        extension: { settings: { enableTraining: true } },
      });
      await succeeded(compute.operationId);
      const ledger = (await system.control('ledger')) as {
        entries: { method: string; path: string }[];
      };
      const puts = (part: string): number =>
        ledger.entries.filter(
          ({ method, path }) =>
            method === 'PUT' && path.includes(`/resourceGroups/${name}/`) && path.includes(part),
        ).length;
      expect([puts('/extensions/'), puts('/computes/')]).toEqual([1, 1]);
      await seen(`${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`);
      const gone = await system.ask(detachKubernetesCompute, { computeId: compute.resourceId });
      await succeeded(gone.operationId);
    },
  );
});
