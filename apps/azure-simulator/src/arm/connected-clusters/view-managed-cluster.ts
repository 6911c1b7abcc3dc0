import type { ConnectedClusterRecord } from './connected-cluster-record.js';

/** An AKS cluster as ARM answers it: it is stopped for as long as nothing in it reports. */
export function viewManagedCluster(record: ConnectedClusterRecord): object {
  const { id, name, type, location, tags, identity, agents, provisioningState } = record;
  const version = agents?.kubernetesVersion;
  const pool = { name: 'nodepool1', count: agents?.totalNodeCount ?? 0, provisioningState };
  return {
    id,
    name,
    type,
    location,
    tags: tags ?? {},
    identity,
    properties: {
      provisioningState,
      powerState: { code: agents && agents.stoppedAtMs === undefined ? 'Running' : 'Stopped' },
      kubernetesVersion: version,
      currentKubernetesVersion: version,
      agentPoolProfiles: [
        {
          ...pool,
          vmSize: 'Standard_D4s_v3',
          osType: 'Linux',
          mode: 'System',
          maxPods: 110,
        },
      ],
      nodeResourceGroup: `MC_${record.resourceGroupName}_${name}_${location}`,
    },
  };
}
