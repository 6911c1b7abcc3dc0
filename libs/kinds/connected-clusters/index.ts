export { type ConnectedClusterObserved, connectivityStatuses } from './connected-cluster.schema.js';
export type { FoundCluster } from './found-cluster.js';
export { ClusterSweep } from './observe-connected-clusters.js';
