export type ConnectivityStatus = 'CONNECTING' | 'CONNECTED' | 'OFFLINE' | 'EXPIRED' | 'UNKNOWN';

/** `resource.observed` of a CONNECTED_CLUSTER, connected through Azure Arc or AKS: null where ARM said nothing. */
export interface ConnectedClusterObserved {
  connectivityStatus: ConnectivityStatus;
  /** The power state of an AKS cluster. */
  rawConnectivityStatus: string;
  /** RFC 3339: the last heartbeat. */
  lastConnectivityTime: string | null;
  kubernetesVersion: string | null;
  totalNodeCount: number | null;
  totalCoreCount: number | null;
  agentVersion: string | null;
  distribution: string | null;
}
