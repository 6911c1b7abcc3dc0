export { attachKubernetesCompute } from './attach-kubernetes-compute.verb.js';
export { detachKubernetesCompute } from './detach-kubernetes-compute.verb.js';
export { diagnoseKubernetes } from './diagnosis/diagnose-kubernetes-compute.rules.js';
export type { InstanceType } from './instance-types/instance-type.schema.js';
export type { KubernetesDesired, KubernetesObserved } from './kubernetes-compute.schema.js';
export { kubernetesSettings } from './kubernetes-compute.settings.js';
export { provisionKubernetesCompute } from './provision-kubernetes-compute.verb.js';
export { reattachKubernetesCompute } from './reattachment/reattach-kubernetes-compute.verb.js';
