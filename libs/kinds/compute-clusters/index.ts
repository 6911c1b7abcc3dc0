export { changeableOfCluster, clusterBody } from './compute-cluster.body.js';
export {
  type ClusterDesired,
  type ClusterObserved,
  clusterDesiredSchema,
} from './compute-cluster.schema.js';
export { clusterSettings } from './compute-cluster.settings.js';
export { createComputeCluster } from './create-compute-cluster.verb.js';
export { diagnoseCluster } from './diagnosis/diagnose-compute-cluster.rules.js';
export { updateComputeCluster } from './update-compute-cluster.verb.js';
