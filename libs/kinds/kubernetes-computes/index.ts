export { diagnoseKubernetes } from './diagnose-kubernetes-compute.rules.js';
export { compareKubernetes } from './kubernetes-compute.compare.js';
export type {
  InstanceType,
  KubernetesDesired,
  KubernetesObserved,
} from './kubernetes-compute.schema.js';
export { shownKubernetes } from './shown-kubernetes-compute.rules.js';
