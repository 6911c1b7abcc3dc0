import type { ChaosSystem } from './chaos-system.js';
import { inParallel } from './in-parallel.js';
import type { PlannedOperation } from './plan-chaos.js';
import { waitUntilAllOver } from './read-operations.js';

export interface Scene {
  system: ChaosSystem;
  workspace: { id: string; armId: string };
  /** Global ids, by name, of the clusters that are there before the chaos: those to change and to delete. */
  clusterIds: Map<string, string>;
}

/** A workspace with every cluster that the planned operations need to be there. */
export async function prepareScene(
  system: ChaosSystem,
  planned: readonly PlannedOperation[],
): Promise<Scene> {
  const workspace = await makeWorkspace(system);
  const clusterIds = new Map<string, string>();
  const existing = planned.filter(({ verb }) => verb !== 'create');
  await inParallel(existing, async ({ name }) => {
    const input = clusterInput(workspace.id, name);
    clusterIds.set(name, (await system.client.mutate('createComputeCluster', input)).targetId);
  });
  await waitUntilAllOver(system.database.pool);
  return { system, workspace, clusterIds };
}

export const clusterInput = (workspaceId: string, name: string): object => ({
  ...{ workspaceId, name, vmSize: 'STANDARD_D3_V2', scale: { maxNodeCount: 2 } },
});

async function makeWorkspace(system: ChaosSystem): Promise<Scene['workspace']> {
  const { client, azure, database } = system;
  const { teams } = await client.ask<{ teams: { nodes: { id: string }[] } }>(
    '{ teams(first: 1) { nodes { id } } }',
  );
  const group = { name: 'rg', location: 'eastus', teamId: teams.nodes[0]?.id };
  const { targetId: resourceGroupId } = await client.mutate('createResourceGroup', group);
  await waitUntilAllOver(database.pool);
  const providers = `/subscriptions/${azure.subscriptionId}/resourceGroups/rg/providers`;
  const { targetId: id } = await client.mutate('createWorkspace', {
    ...{ resourceGroupId, name: 'chaos-ws' },
    storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${providers}/Microsoft.KeyVault/vaults/one`,
  });
  await waitUntilAllOver(database.pool);
  const { rows } = await database.pool.query<{ armId: string }>(
    `SELECT arm_id AS "armId" FROM resource WHERE name = 'chaos-ws'`,
  );
  return { id, armId: rows[0]?.armId ?? '' };
}
