import { together, type Perform } from './perform.js';
import type { PreparedWorkspace } from './prepare-workspace.js';
import type { Accepted } from './submit-mutation.js';

type Cluster = Accepted['target'];

/** Makes three clusters at once: one in another region, one of low priority, one with a user-assigned identity. */
export async function createClusters(
  perform: Perform,
  workspace: PreparedWorkspace,
): Promise<{ cpu: Cluster; lowPriority: Cluster; cpuCluster: Cluster }> {
  const workspaceId = workspace.id;
  const identities = `${workspace.groupArmId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
  const [cpu, lowPriority, cpuCluster] = await together([
    perform('createComputeCluster', {
      workspaceId,
      name: 'cpu',
      vmSize: 'STANDARD_D3_V2',
      location: 'westus2',
      scale: { minNodeCount: 1, maxNodeCount: 1 },
    }),
    perform('createComputeCluster', {
      workspaceId,
      name: 'lowpriocluster',
      vmSize: 'Standard_NC6',
      vmPriority: 'LOW_PRIORITY',
      scale: { maxNodeCount: 5 },
      costTags: [{ key: 'environment', value: 'experiments' }],
    }),
    perform('createComputeCluster', {
      workspaceId,
      name: 'cpu-cluster',
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 4 },
      identity: { type: 'USER_ASSIGNED', userAssignedIdentityIds: [`${identities}/training`] },
    }),
  ]);
  if (!cpu || !lowPriority || !cpuCluster) throw new Error('three clusters were asked for');
  return { cpu, lowPriority, cpuCluster };
}
