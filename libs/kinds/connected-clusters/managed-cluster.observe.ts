import { z } from 'zod';
import { objectAt, type ResourceBody } from '#libs/resources';
import type { ConnectedClusterObserved, ConnectivityStatus } from './connected-cluster.schema.js';

const text = z.string().nullish().catch(null);

const clusterAnswer = z.object({
  currentKubernetesVersion: text,
  kubernetesVersion: text,
  agentPoolProfiles: z
    .array(z.object({ count: z.number().nullish().catch(null) }).catch({ count: null }))
    .nullish()
    .catch(null),
});

const statuses: ReadonlyMap<string, ConnectivityStatus> = new Map(
  Object.entries<ConnectivityStatus>({ running: 'CONNECTED', stopped: 'OFFLINE' }),
);

export const isManagedCluster = ({ id }: ResourceBody): boolean =>
  typeof id === 'string' && /\/managedClusters\/[^/]+$/i.test(id);

/**
 * What ARM answered about an AKS cluster, in the words of connected ones. It is in Azure and has no heartbeat: it is
 * connected unless its power state says that it does not run (Microsoft.ContainerService 2024-09-01).
 */
export function observeManagedCluster(body: ResourceBody): ConnectedClusterObserved {
  const found = clusterAnswer.parse(objectAt(body, 'properties'));
  const { code } = objectAt(body, 'properties', 'powerState');
  const raw = typeof code === 'string' ? code : '';
  const counts = (found.agentPoolProfiles ?? []).flatMap(({ count }) => count ?? []);
  return {
    connectivityStatus: raw === '' ? 'CONNECTED' : (statuses.get(raw.toLowerCase()) ?? 'UNKNOWN'),
    rawConnectivityStatus: raw,
    lastConnectivityTime: null,
    kubernetesVersion: found.currentKubernetesVersion ?? found.kubernetesVersion ?? null,
    totalNodeCount: counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : null,
    totalCoreCount: null,
    agentVersion: null,
    distribution: 'aks',
  };
}
