import {
  abandonOperation,
  cancelOperation,
  retryOperation,
  type SubmitDeps,
} from '#libs/operations';
import { claimCompute } from '#libs/discovery';
import {
  createApiKey,
  createTeam,
  revokeApiKey,
  setAllowedLocations,
  shareScope,
  unshareScope,
  type ApiKeyDeps,
} from '#libs/tenants';
import type { AnyVerb } from '#libs/verbs';
import {
  assignComputeIdentity,
  createComputeCluster,
  removeComputeIdentity,
  updateComputeCluster,
} from '#libs/kinds/compute-clusters';
import {
  attachKubernetesCompute,
  detachKubernetesCompute,
  provisionKubernetesCompute,
  reattachKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import {
  createComputeInstance,
  resizeComputeInstance,
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
  updateComputeInstance,
} from '#libs/kinds/compute-instances';
import { createResourceGroup, deleteResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace, deleteWorkspace } from '#libs/kinds/workspaces';
import { deleteCompute, setCostTags } from '#libs/kinds';
import {
  installArcExtension,
  uninstallArcExtension,
  updateArcExtension,
} from '#libs/kinds/arc-extensions';

/** What some verb or other is given. */
export type CatalogueDeps = SubmitDeps & ApiKeyDeps;

/** Every verb there is: all ways in are made from this list. */
export const catalogue: readonly AnyVerb<CatalogueDeps>[] = [
  abandonOperation,
  assignComputeIdentity,
  attachKubernetesCompute,
  cancelOperation,
  claimCompute,
  createApiKey,
  createComputeCluster,
  createComputeInstance,
  createResourceGroup,
  createTeam,
  createWorkspace,
  deleteCompute,
  deleteResourceGroup,
  deleteWorkspace,
  detachKubernetesCompute,
  installArcExtension,
  provisionKubernetesCompute,
  reattachKubernetesCompute,
  removeComputeIdentity,
  resizeComputeInstance,
  restartComputeInstance,
  retryOperation,
  revokeApiKey,
  setAllowedLocations,
  setCostTags,
  shareScope,
  startComputeInstance,
  stopComputeInstance,
  uninstallArcExtension,
  unshareScope,
  updateArcExtension,
  updateComputeCluster,
  updateComputeInstance,
];
