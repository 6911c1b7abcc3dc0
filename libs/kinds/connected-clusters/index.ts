export { type ConnectedClusterObserved, connectivityStatuses } from './connected-cluster.schema.js';
export type { FoundConnectedCluster } from './found-connected-cluster.js';
export { ConnectedClusterSweep } from './observe-connected-clusters.js';
