export type { ClaimResult } from './accept-claim.js';
export { claimCompute } from './claim-compute.verb.js';
export { assignComputeIdentity } from './assign-compute-identity.verb.js';
export { createComputeCluster } from './create-compute-cluster.verb.js';
export { createResourceGroup } from './create-resource-group.verb.js';
export { createWorkspace } from './create-workspace.verb.js';
export { deleteCompute } from './delete-compute.verb.js';
export { deleteResourceGroup } from './delete-resource-group.verb.js';
export { deleteWorkspace } from './delete-workspace.verb.js';
export { removeComputeIdentity } from './remove-compute-identity.verb.js';
export { setCostTags } from './set-cost-tags.verb.js';
export type { Accepted, SubmitDeps, Submitted } from './submission.js';
export { updateComputeCluster } from './update-compute-cluster.verb.js';
export { attachKubernetesCompute } from './attach-kubernetes-compute.verb.js';
export { detachKubernetesCompute } from './detach-kubernetes-compute.verb.js';
export { installArcExtension } from './install-arc-extension.verb.js';
export { provisionKubernetesCompute } from './provision-kubernetes-compute.verb.js';
export { reattachKubernetesCompute } from './reattach-kubernetes-compute.verb.js';
export { uninstallArcExtension } from './uninstall-arc-extension.verb.js';
export { updateArcExtension } from './update-arc-extension.verb.js';
export { createComputeInstance } from './create-compute-instance.verb.js';
export {
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
} from './power-compute-instance.verb.js';
export { resizeComputeInstance } from './resize-compute-instance.verb.js';
export { updateComputeInstance } from './update-compute-instance.verb.js';
