export type { ClaimResult } from './accept-claim.js';
export { claimCompute } from './claim-compute.js';
export { assignComputeIdentity } from './assign-compute-identity.verb.js';
export { createComputeCluster } from './create-compute-cluster.verb.js';
export { createResourceGroup } from './create-resource-group.js';
export { createWorkspace } from './create-workspace.js';
export { deleteCompute } from './delete-compute.js';
export { deleteResourceGroup } from './delete-resource-group.js';
export { deleteWorkspace } from './delete-workspace.js';
export { removeComputeIdentity } from './remove-compute-identity.verb.js';
export { setCostTags } from './set-cost-tags.js';
export type { Accepted, SubmitDeps, Submitted } from './submission.js';
export { updateComputeCluster } from './update-compute-cluster.verb.js';
export { attachKubernetesCompute } from './attach-kubernetes-compute.js';
export { detachKubernetesCompute } from './detach-kubernetes-compute.js';
export { installArcExtension } from './install-arc-extension.js';
export { provisionKubernetesCompute } from './provision-kubernetes-compute.js';
export { reattachKubernetesCompute } from './reattach-kubernetes-compute.js';
export { uninstallArcExtension } from './uninstall-arc-extension.js';
export { updateArcExtension } from './update-arc-extension.js';
export { createComputeInstance } from './create-compute-instance.js';
export {
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
} from './power-compute-instance.js';
export { resizeComputeInstance } from './resize-compute-instance.js';
export { updateComputeInstance } from './update-compute-instance.js';
