import type { SimulatorAddress } from '../system/start-simulator-process.js';
import { waitUntil } from '../processes/wait-until.js';
import { checkClusters, type ClusterExpectation } from './check-clusters.js';
import { createClusters } from './create-clusters.js';
import type { GatewayClient } from './gateway-client.js';
import { together, type Perform } from './perform.js';
import { prepareWorkspace } from './prepare-workspace.js';
import { provisionKubernetes } from './provision-kubernetes.js';
import { readClusters } from './read-clusters.js';

const nodesMs = 20_000;

const expectedAfterChanges: readonly ClusterExpectation[] = [
  { name: 'cpu', location: 'westus2', priority: 'DEDICATED', nodes: [1, 1], identity: 'NONE' },
  {
    name: 'lowpriocluster',
    location: 'eastus',
    priority: 'LOW_PRIORITY',
    nodes: [0, 3],
    identity: 'NONE',
  },
  {
    name: 'cpu-cluster',
    location: 'eastus',
    priority: 'DEDICATED',
    nodes: [0, 4],
    identity: 'SYSTEM_ASSIGNED',
  },
];

/** Does the main job as a client would: builds up, changes, deletes. Rejects with the reason when a part goes wrong. */
export async function doMainJob(
  client: GatewayClient,
  perform: Perform,
  teamId: string,
  say: (line: string) => void,
  simulator: Pick<SimulatorAddress, 'controlEndpoint' | 'caFile'>,
): Promise<void> {
  const workspace = await prepareWorkspace(perform, teamId, {
    name: 'vision',
    project: 'street-signs',
  });
  const provisioned = provisionKubernetes(client, perform, workspace, simulator);
  const [clusters] = await Promise.all([createClusters(perform, workspace), provisioned]);
  await together([
    perform('assignComputeIdentity', {
      computeId: clusters.cpuCluster.id,
      identity: { type: 'SYSTEM_ASSIGNED' },
    }),
    perform('updateComputeCluster', {
      computeId: clusters.lowPriority.id,
      scale: { minNodeCount: 0, maxNodeCount: 3, nodeIdleTimeBeforeScaleDown: 'PT5M' },
    }),
  ]);
  say('cpu: waiting for its node; Azure brings nodes after the cluster stands');
  await awaitNodes(client, workspace.id, 'cpu', 1);
  checkClusters(await readClusters(client, workspace.id), expectedAfterChanges);
  await perform('deleteCompute', {
    computeId: clusters.lowPriority.id,
    confirmName: 'lowpriocluster',
  });
  checkClusters(
    await readClusters(client, workspace.id),
    expectedAfterChanges.filter(({ name }) => name !== 'lowpriocluster'),
  );
}

/** Provisioned does not mean that nodes are there: Azure brings them afterwards. */
async function awaitNodes(
  client: GatewayClient,
  workspaceId: string,
  name: string,
  count: number,
): Promise<void> {
  const isThere = async () =>
    (await readClusters(client, workspaceId)).some(
      (cluster) => cluster.name === name && cluster.currentNodeCount === count,
    );
  await waitUntil(`${count} node of ${name}`, isThere, { timeoutMs: nodesMs });
}
