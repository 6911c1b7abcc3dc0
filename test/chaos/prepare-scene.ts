import type { Accepted } from './chaos-client.js';
import type { ChaosSystem } from './chaos-system.js';
import { shareWith } from '../support/engine.js';
import { rowIdOf } from '../support/gateway.js';
import { inParallel } from './in-parallel.js';
import { isCreation, isOfInstance, type PlannedOperation } from './plan-chaos.js';
import { waitUntilAllOver } from './read-operations.js';

export interface Scene {
  system: ChaosSystem;
  /** Where the operations are, by their places. */
  workspaces: readonly { id: string; armId: string }[];
  /** Global ids, by name, of the computes that are there before the chaos: those to change and to delete. */
  computeIds: Map<string, string>;
}

/** A workspace with every compute that the planned operations need to be there; what is to start has been stopped. */
export async function prepareScene(
  system: ChaosSystem,
  planned: readonly PlannedOperation[],
): Promise<Scene> {
  const workspaces = await makeWorkspaces(system);
  const computeIds = new Map<string, string>();
  const existing = planned.filter((operation) => !isCreation(operation));
  await inParallel(existing, async (operation) => {
    computeIds.set(operation.name, (await create(system, workspaces, operation)).targetId);
  });
  await waitUntilAllOver(system.database.pool, planned.length);
  const resting = planned.filter(({ verb }) => verb === 'start');
  await inParallel(resting, async ({ name }) => {
    await system.client.mutate('stopComputeInstance', { computeId: computeIds.get(name) });
  });
  await waitUntilAllOver(system.database.pool, planned.length);
  return { system, workspaces, computeIds };
}

/** Asks for the cluster or the instance that the operation is about. */
export const create = (
  { client }: ChaosSystem,
  workspaces: Scene['workspaces'],
  operation: PlannedOperation,
): Promise<Accepted> => {
  const workspaceId = workspaces[operation.place]?.id;
  const compute = { workspaceId, name: operation.name, vmSize: 'STANDARD_D3_V2' };
  return isOfInstance(operation)
    ? client.mutate('createComputeInstance', compute)
    : client.mutate('createComputeCluster', { ...compute, scale: { maxNodeCount: 2 } });
};

async function makeWorkspaces(system: ChaosSystem): Promise<Scene['workspaces']> {
  const { client, database, subscriptionIds } = system;
  const { teams } = await client.ask<{ teams: { nodes: { id: string }[] } }>(
    '{ teams(first: 1) { nodes { id } } }',
  );
  const teamId = teams.nodes[0]?.id ?? '';
  for (const id of subscriptionIds)
    await shareWith(database.pool, rowIdOf(teamId), `/subscriptions/${id}`);
  return Promise.all(subscriptionIds.map((id) => makeWorkspace(system, teamId, id)));
}

async function makeWorkspace(
  { client, database }: ChaosSystem,
  teamId: string,
  subscriptionId: string,
): Promise<{ id: string; armId: string }> {
  const group = { name: `rg-${subscriptionId}`, location: 'eastus', teamId, subscriptionId };
  const { targetId: resourceGroupId } = await client.mutate('createResourceGroup', group);
  await waitUntilAllOver(database.pool);
  const providers = `/subscriptions/${subscriptionId}/resourceGroups/${group.name}/providers`;
  const { targetId: id } = await client.mutate('createWorkspace', {
    resourceGroupId,
    name: 'chaos-ws',
    storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${providers}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await waitUntilAllOver(database.pool);
  const { rows } = await database.pool.query<{ armId: string }>(
    `SELECT arm_id AS "armId" FROM resource WHERE id = $1`,
    [rowIdOf(id)],
  );
  return { id, armId: rows[0]?.armId ?? '' };
}
