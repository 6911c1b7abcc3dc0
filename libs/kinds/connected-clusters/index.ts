export { type ConnectedClusterObserved, connectivityStatuses } from './connected-cluster.schema.js';
export { ClusterSweep } from './observe-connected-clusters.js';
