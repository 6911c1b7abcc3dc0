import { z } from 'zod';
import { objectAt, type ResourceBody } from '#libs/resources';
import type { ConnectedClusterObserved, ConnectivityStatus } from './connected-cluster.schema.js';
import { isManagedCluster, observeManagedCluster } from './managed-cluster.observe.js';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);

const clusterAnswer = z.object({
  connectivityStatus: text,
  lastConnectivityTime: text,
  kubernetesVersion: text,
  totalNodeCount: count,
  totalCoreCount: count,
  agentVersion: text,
  distribution: text,
});

const statuses: ReadonlyMap<string, ConnectivityStatus> = new Map(
  Object.entries<ConnectivityStatus>({
    connecting: 'CONNECTING',
    connected: 'CONNECTED',
    offline: 'OFFLINE',
    expired: 'EXPIRED',
    agentnotinstalled: 'AGENT_NOT_INSTALLED',
  }),
);

/** What ARM answered about a cluster, connected through Azure Arc or AKS. */
export const observeConnectedCluster = (body: ResourceBody): ConnectedClusterObserved =>
  isManagedCluster(body) ? observeManagedCluster(body) : observeArcCluster(body);

/** Many fields are absent on young ones (docs/azure-facts.md#arc-connected-clusters). */
function observeArcCluster(body: ResourceBody): ConnectedClusterObserved {
  const found = clusterAnswer.parse(objectAt(body, 'properties'));
  const raw = found.connectivityStatus ?? '';
  return {
    connectivityStatus: statuses.get(raw.toLowerCase()) ?? 'UNKNOWN',
    rawConnectivityStatus: raw,
    lastConnectivityTime: found.lastConnectivityTime ?? null,
    kubernetesVersion: found.kubernetesVersion ?? null,
    totalNodeCount: found.totalNodeCount ?? null,
    totalCoreCount: found.totalCoreCount ?? null,
    agentVersion: found.agentVersion ?? null,
    distribution: found.distribution ?? null,
  };
}
