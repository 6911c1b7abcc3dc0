import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { CostTag, Resource } from '#libs/resources';
import type { ComputeClusterDesired } from '../../libs/kinds/compute-clusters/compute-cluster.schema.js';
import { startSimulatedAzure, type SimulatedAzure } from '../contract/support/simulated-azure.js';
import { clusterForTests } from './cluster-values.js';
import { resourceForTests, runKind, type KindRunResult } from './run-kind.js';

export const costTags: CostTag[] = [{ key: 'costCenter', value: '42', source: 'REQUEST' }];

/** A simulated Azure in which each test has a group with a workspace, and in which operations run to their end. */
export class AzureScene {
  azure!: SimulatedAzure;
  group!: Resource;
  workspace!: Resource;

  async open(): Promise<void> {
    this.azure = await startSimulatedAzure();
  }

  async begin(): Promise<void> {
    await this.azure.control('reset', {});
    this.group = (await this.run('RESOURCE_GROUP_CREATE', this.newGroup())).resource;
    this.workspace = (await this.run('WORKSPACE_CREATE', this.newWorkspace())).resource;
  }

  readonly put = (armId: string, body: Record<string, unknown>) =>
    this.azure.settled(this.azure.client.put(armId, body));

  readonly newGroup = (): Resource => {
    const name = `rg-${randomUUID().slice(0, 8)}`;
    const armId = resourceGroupId(this.azure.subscriptionId, name);
    const desired = { location: 'eastus' };
    return resourceForTests({ kind: 'RESOURCE_GROUP', name, armId, desired });
  };

  readonly newWorkspace = (name = 'ws-one'): Resource => {
    const id = (type: string) => `${this.group.armId}/providers/${type}/x`;
    const desired = {
      location: 'eastus',
      friendlyName: null,
      description: 'for tests',
      storageAccountId: id('Microsoft.Storage/storageAccounts'),
      keyVaultId: id('Microsoft.KeyVault/vaults'),
      applicationInsightsId: null,
      containerRegistryId: null,
      identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] },
    };
    const armId = workspaceArmId(this.group.armId, name);
    return resourceForTests({ kind: 'WORKSPACE', name, armId, desired });
  };

  readonly newCluster = (change: Partial<ComputeClusterDesired> = {}, name = 'cpu'): Resource =>
    resourceForTests({
      kind: 'COMPUTE_CLUSTER',
      name,
      armId: computeArmId(this.workspace.armId, name),
      desired: { ...clusterForTests, ...change },
    });

  readonly run = (kind: string, resource: Resource, more: object = {}): Promise<KindRunResult> =>
    runKind(kinds.operation(kind), {
      arm: this.azure.client,
      resource,
      costTags,
      ancestors: resource.kind === 'COMPUTE_CLUSTER' ? [this.workspace, this.group] : [],
      ...more,
    });
}

/** A scene for the spec that asks for it, from its first test to its last. */
export function azureScene(): AzureScene {
  const scene = new AzureScene();
  beforeAll(() => scene.open());
  beforeEach(() => scene.begin());
  afterAll(() => scene.azure?.stop());
  return scene;
}
