export { abandonOperation } from '../operations/abandon-operation.verb.js';
export { assignComputeIdentity } from '../kinds/compute-clusters/assign-compute-identity.verb.js';
export { attachKubernetesCompute } from '../kinds/kubernetes-computes/attach-kubernetes-compute.verb.js';
export { cancelOperation } from '../operations/cancel-operation.verb.js';
export { claimCompute } from '../discovery/claim-compute.verb.js';
export { createApiKey } from '../tenants/create-api-key.verb.js';
export { createComputeCluster } from '../kinds/compute-clusters/create-compute-cluster.verb.js';
export { createComputeInstance } from '../kinds/compute-instances/create-compute-instance.verb.js';
export { createResourceGroup } from '../kinds/resource-groups/create-resource-group.verb.js';
export { createTeam } from '../tenants/create-team.verb.js';
export { createWorkspace } from '../kinds/workspaces/create-workspace.verb.js';
export { deleteCompute } from '../kinds/delete-compute.verb.js';
export { deleteResourceGroup } from '../kinds/resource-groups/delete-resource-group.verb.js';
export { deleteWorkspace } from '../kinds/workspaces/delete-workspace.verb.js';
export { detachKubernetesCompute } from '../kinds/kubernetes-computes/detach-kubernetes-compute.verb.js';
export { installArcExtension } from '../kinds/arc-extensions/install-arc-extension.verb.js';
export { provisionKubernetesCompute } from '../kinds/kubernetes-computes/provision-kubernetes-compute.verb.js';
export { reattachKubernetesCompute } from '../kinds/kubernetes-computes/reattach-kubernetes-compute.verb.js';
export { removeComputeIdentity } from '../kinds/compute-clusters/remove-compute-identity.verb.js';
export { resizeComputeInstance } from '../kinds/compute-instances/resize-compute-instance.verb.js';
export { retryOperation } from '../operations/retry-operation.verb.js';
export { revokeApiKey } from '../tenants/revoke-api-key.verb.js';
export { setAllowedLocations } from '../tenants/scopes/set-allowed-locations.verb.js';
export { setCostTags } from '../kinds/set-cost-tags.verb.js';
export { shareScope } from '../tenants/scopes/share-scope.verb.js';
export {
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
} from '../kinds/compute-instances/power-compute-instance.verb.js';
export { uninstallArcExtension } from '../kinds/arc-extensions/uninstall-arc-extension.verb.js';
export { unshareScope } from '../tenants/scopes/unshare-scope.verb.js';
export { updateArcExtension } from '../kinds/arc-extensions/update-arc-extension.verb.js';
export { updateComputeCluster } from '../kinds/compute-clusters/update-compute-cluster.verb.js';
export { updateComputeInstance } from '../kinds/compute-instances/update-compute-instance.verb.js';
