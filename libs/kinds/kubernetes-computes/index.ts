export { attachKubernetesCompute } from './attach-kubernetes-compute.verb.js';
export { detachKubernetesCompute } from './detach-kubernetes-compute.verb.js';
export { diagnoseKubernetes } from './diagnosis/diagnose-kubernetes-compute.rules.js';
export { compareKubernetes } from './kubernetes-compute.compare.js';
export type {
  InstanceType,
  KubernetesDesired,
  KubernetesObserved,
} from './kubernetes-compute.schema.js';
export { provisionKubernetesCompute } from './provision-kubernetes-compute.verb.js';
export { reattachKubernetesCompute } from './reattachment/reattach-kubernetes-compute.verb.js';
export { shownKubernetes } from './shown-kubernetes-compute.rules.js';
