import { z } from 'zod';
import { objectAt, type ResourceBody } from './resource-body.js';

export type ConnectivityStatus = 'CONNECTING' | 'CONNECTED' | 'OFFLINE' | 'EXPIRED' | 'UNKNOWN';

/** `resource.observed` of a CONNECTED_CLUSTER: null where ARM said nothing. */
export interface ConnectedClusterObserved {
  connectivityStatus: ConnectivityStatus;
  rawConnectivityStatus: string;
  /** RFC 3339: the last heartbeat. */
  lastConnectivityTime: string | null;
  kubernetesVersion: string | null;
  totalNodeCount: number | null;
  totalCoreCount: number | null;
  agentVersion: string | null;
  distribution: string | null;
}

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

const statuses: Record<string, ConnectivityStatus> = {
  connecting: 'CONNECTING',
  connected: 'CONNECTED',
  offline: 'OFFLINE',
  expired: 'EXPIRED',
};

/** What ARM answered about a connected cluster. Many fields are absent on young ones (arm-facts, Arc connected clusters). */
export function observeConnectedCluster(body: ResourceBody): ConnectedClusterObserved {
  const found = clusterAnswer.parse(objectAt(body, 'properties'));
  const raw = found.connectivityStatus ?? '';
  return {
    connectivityStatus: statuses[raw.toLowerCase()] ?? 'UNKNOWN',
    rawConnectivityStatus: raw,
    lastConnectivityTime: found.lastConnectivityTime ?? null,
    kubernetesVersion: found.kubernetesVersion ?? null,
    totalNodeCount: found.totalNodeCount ?? null,
    totalCoreCount: found.totalCoreCount ?? null,
    agentVersion: found.agentVersion ?? null,
    distribution: found.distribution ?? null,
  };
}
