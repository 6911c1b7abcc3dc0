import type { Kinds } from '../kind.rules.js';
import { arcExtensionInstall } from './arc-extension-install.js';
import { arcExtensionUpdate } from './arc-extension-update.js';
import { arcExtensionUninstall } from './arc-extension-uninstall.js';
import { computeClusterCreate } from './compute-cluster-create.js';
import { computeClusterDelete } from './compute-cluster-delete.js';
import { computeClusterUpdate } from './compute-cluster-update.js';
import { computeInstanceCreate } from './compute-instance-create.js';
import { computeInstanceDelete } from './compute-instance-delete.js';
import { computeInstanceResize } from './compute-instance-resize.js';
import { computeInstanceRestart } from './compute-instance-restart.js';
import { computeInstanceStart } from './compute-instance-start.js';
import { computeInstanceStop } from './compute-instance-stop.js';
import { computeInstanceUpdate } from './compute-instance-update.js';
import { kubernetesComputeAttach } from './kubernetes-compute-attach.js';
import { kubernetesComputeProvision } from './kubernetes-compute-provision.js';
import { kubernetesComputeReattach } from './kubernetes-compute-reattach.js';
import { kubernetesComputeDetach } from './kubernetes-compute-detach.js';
import { resourceGroupCreate } from './resource-group-create.js';
import { resourceGroupDelete } from './resource-group-delete.js';
import { resourceGroupUpdate } from './resource-group-update.js';
import { workspaceCreate } from './workspace-create.js';
import { workspaceDelete } from './workspace-delete.js';
import { workspaceUpdate } from './workspace-update.js';

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
