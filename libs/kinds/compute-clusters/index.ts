export { changeableOfComputeCluster, computeClusterBody } from './compute-cluster.body.js';
export {
  type ComputeClusterDesired,
  type ComputeClusterObserved,
  computeClusterDesiredSchema,
} from './compute-cluster.schema.js';
export { computeClusterSettings } from './compute-cluster.settings.js';
export { createComputeCluster } from './create-compute-cluster.verb.js';
export { diagnoseComputeCluster } from './diagnosis/diagnose-compute-cluster.rules.js';
export { mostNodes } from './scale.rules.js';
export { updateComputeCluster } from './update-compute-cluster.verb.js';
export { vmPriorityInput } from './compute-cluster.input.js';
