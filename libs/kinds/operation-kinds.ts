import type { Kinds } from '../operations/kind.rules.js';
import { arcExtensionInstall } from './arc-extensions/arc-extension-install.js';
import { arcExtensionUpdate } from './arc-extensions/arc-extension-update.js';
import { arcExtensionUninstall } from './arc-extensions/arc-extension-uninstall.js';
import { computeClusterCreate } from './compute-clusters/compute-cluster-create.js';
import { computeClusterDelete } from './compute-clusters/compute-cluster-delete.js';
import { computeClusterUpdate } from './compute-clusters/compute-cluster-update.js';
import { computeInstanceCreate } from './compute-instances/compute-instance-create.js';
import { computeInstanceDelete } from './compute-instances/compute-instance-delete.js';
import { computeInstanceResize } from './compute-instances/compute-instance-resize.js';
import { computeInstanceRestart } from './compute-instances/compute-instance-restart.js';
import { computeInstanceStart } from './compute-instances/compute-instance-start.js';
import { computeInstanceStop } from './compute-instances/compute-instance-stop.js';
import { computeInstanceUpdate } from './compute-instances/compute-instance-update.js';
import { kubernetesComputeAttach } from './kubernetes-computes/kubernetes-compute-attach.js';
import { kubernetesComputeProvision } from './kubernetes-computes/kubernetes-compute-provision.js';
import { kubernetesComputeReattach } from './kubernetes-computes/kubernetes-compute-reattach.js';
import { kubernetesComputeDetach } from './kubernetes-computes/kubernetes-compute-detach.js';
import { resourceGroupCreate } from './resource-groups/resource-group-create.js';
import { resourceGroupDelete } from './resource-groups/resource-group-delete.js';
import { resourceGroupUpdate } from './resource-groups/resource-group-update.js';
import { workspaceCreate } from './workspaces/workspace-create.js';
import { workspaceDelete } from './workspaces/workspace-delete.js';
import { workspaceUpdate } from './workspaces/workspace-update.js';

/** Every kind of operation, as data: what clients see as steps is what the worker runs. */
export const kinds: Kinds = {
  RESOURCE_GROUP_CREATE: resourceGroupCreate,
  RESOURCE_GROUP_UPDATE: resourceGroupUpdate,
  RESOURCE_GROUP_DELETE: resourceGroupDelete,
  WORKSPACE_CREATE: workspaceCreate,
  WORKSPACE_UPDATE: workspaceUpdate,
  WORKSPACE_DELETE: workspaceDelete,
  COMPUTE_CLUSTER_CREATE: computeClusterCreate,
  COMPUTE_CLUSTER_UPDATE: computeClusterUpdate,
  COMPUTE_CLUSTER_DELETE: computeClusterDelete,
  COMPUTE_INSTANCE_CREATE: computeInstanceCreate,
  COMPUTE_INSTANCE_UPDATE: computeInstanceUpdate,
  COMPUTE_INSTANCE_START: computeInstanceStart,
  COMPUTE_INSTANCE_STOP: computeInstanceStop,
  COMPUTE_INSTANCE_RESTART: computeInstanceRestart,
  COMPUTE_INSTANCE_RESIZE: computeInstanceResize,
  COMPUTE_INSTANCE_DELETE: computeInstanceDelete,
  ARC_EXTENSION_INSTALL: arcExtensionInstall,
  ARC_EXTENSION_UPDATE: arcExtensionUpdate,
  ARC_EXTENSION_UNINSTALL: arcExtensionUninstall,
  KUBERNETES_COMPUTE_ATTACH: kubernetesComputeAttach,
  KUBERNETES_COMPUTE_PROVISION: kubernetesComputeProvision,
  KUBERNETES_COMPUTE_REATTACH: kubernetesComputeReattach,
  KUBERNETES_COMPUTE_DETACH: kubernetesComputeDetach,
};
