export { type ConnectedClusterObserved, connectivityStatuses } from './connected-cluster.schema.js';
export type { FoundConnectedCluster } from './found-connected-cluster.js';
export {
  connectedClusterTypes,
  ConnectedClusterSweep,
  keepConnectedClusters,
} from './observe-connected-clusters.js';
