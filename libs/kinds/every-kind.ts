export { arcExtensions } from './arc-extensions/arc-extension.kind.js';
export { azureSubscriptions } from './azure-subscriptions/azure-subscription.kind.js';
export { computeClusters } from './compute-clusters/compute-cluster.kind.js';
export { computeInstances } from './compute-instances/compute-instance.kind.js';
export { connectedClusters } from './connected-clusters/connected-cluster.kind.js';
export { kubernetesComputes } from './kubernetes-computes/kubernetes-compute.kind.js';
export { resourceGroups } from './resource-groups/resource-group.kind.js';
export { workspaces } from './workspaces/workspace.kind.js';
