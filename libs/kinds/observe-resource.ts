import { mapClusterErrors, mapFailedExtension, mapProvisioningErrors } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import { factsOf, type ResourceBody, type ResourceFacts, type ResourceKind } from '#libs/resources';
import { advisedIn } from './compute-instances/broken-compute-instance.rules.js';
import { observeCluster } from './compute-clusters/compute-cluster.observe.js';
import { observeInstance } from './compute-instances/compute-instance.observe.js';
import { observeConnectedCluster } from './connected-clusters/connected-cluster.observe.js';
import { observeExtension } from './arc-extensions/arc-extension.body.js';
import { observeKubernetes } from './kubernetes-computes/kubernetes-compute.body.js';
import { observeGroup } from './resource-groups/resource-group.body.js';
import { observeWorkspace } from './workspaces/workspace.body.js';

const observers: Partial<Record<ResourceKind, (body: ResourceBody) => unknown>> = {
  RESOURCE_GROUP: observeGroup,
  WORKSPACE: observeWorkspace,
  COMPUTE_CLUSTER: observeCluster,
  COMPUTE_INSTANCE: observeInstance,
  KUBERNETES_COMPUTE: observeKubernetes,
  CONNECTED_CLUSTER: observeConnectedCluster,
  ARC_EXTENSION: observeExtension,
};

const instanceErrors = (body: ResourceBody): ProvisioningError[] =>
  mapProvisioningErrors(body).map((error) => advisedIn(observeInstance(body).state, error));

/**
 * Extensions and the agents of clusters say what is wrong in fields and words of their own
 * (docs/azure-facts.md#errors-of-agents); what can be done about an instance, its state knows.
 */
const errorReaders: Partial<Record<ResourceKind, (body: ResourceBody) => ProvisioningError[]>> = {
  COMPUTE_INSTANCE: instanceErrors,
  ARC_EXTENSION: mapFailedExtension,
  CONNECTED_CLUSTER: mapClusterErrors,
};

/** What a body from ARM changes on the row of a resource of this kind: state, all errors, and what its kind reads. Never throws. */
export function observeResource(kind: ResourceKind, body: ResourceBody): ResourceFacts {
  const observe = observers[kind];
  const { observed, ...facts } = factsOf(body, observe?.(body), errorReaders[kind]);
  return observe ? { ...facts, observed } : facts;
}
