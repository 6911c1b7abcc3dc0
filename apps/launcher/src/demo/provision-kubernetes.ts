import { z } from 'zod';
import { waitUntil } from '../processes/wait-until.js';
import { controlSimulator } from '../system/ask-simulator.js';
import type { SimulatorAddress } from '../system/start-simulator-process.js';
import type { GatewayClient } from './gateway-client.js';
import type { Perform } from './perform.js';
import type { PreparedWorkspace } from './prepare-workspace.js';

const seenMs = 30_000;

/** The configuration file of Azure ML Studio, as is. */
const configuration = {
  namespace: 'amlarc-testing',
  defaultInstanceType: 'gpu_instance',
  instanceTypes: {
    gpu_instance: {
      nodeSelector: { accelerator: 'nvidia-tesla-k80' },
      resources: {
        requests: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
        limits: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
      },
    },
    big_cpu_sku: {
      nodeSelector: null,
      resources: {
        requests: { cpu: '4', memory: '16Gi' },
        limits: { cpu: '4', memory: '16Gi' },
      },
    },
  },
};

const clustersSchema = z.object({
  connectedClusters: z.object({
    nodes: z.array(z.object({ armId: z.string(), connectivityStatus: z.string() })),
  }),
});

/** Takes a cluster that Azure Arc connects to a compute target: extension, attachment and instance types in one operation. */
export async function provisionKubernetes(
  client: GatewayClient,
  perform: Perform,
  workspace: PreparedWorkspace,
  simulator: Pick<SimulatorAddress, 'controlEndpoint' | 'caFile'>,
): Promise<void> {
  const clusterArmId = `${workspace.groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/vision-arc`;
  await controlSimulator(simulator, 'connected-clusters', {
    action: 'connect',
    clusterId: clusterArmId,
  });
  await waitUntil('the connected cluster to be seen', () => isConnected(client, clusterArmId), {
    timeoutMs: seenMs,
  });
  await perform('provisionKubernetesCompute', {
    workspaceId: workspace.id,
    name: 'vision-arc',
    clusterArmId,
    configuration,
    extension: { settings: { enableTraining: true } },
  });
}

async function isConnected(client: GatewayClient, clusterArmId: string): Promise<boolean> {
  const query = '{ connectedClusters(first: 10) { nodes { armId connectivityStatus } } }';
  const { connectedClusters } = await client.send(query, clustersSchema);
  return connectedClusters.nodes.some(
    ({ armId, connectivityStatus }) =>
      armId.toLowerCase() === clusterArmId.toLowerCase() && connectivityStatus === 'CONNECTED',
  );
}
