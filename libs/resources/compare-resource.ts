import { compareExtension, observeExtension } from './arc-extension.body.js';
import { arcExtensionDesiredSchema } from './arc-extension.schema.js';
import { compareCluster } from './compute-cluster.compare.js';
import { clusterDesiredSchema } from './compute-cluster.schema.js';
import { observeCluster } from './compute-cluster.observe.js';
import { compareInstance } from './compute-instance.compare.js';
import { observeInstance } from './compute-instance.observe.js';
import { instanceDesiredSchema } from './compute-instance.schema.js';
import {
  differing,
  differingIdentity,
  differingTags,
  idForm,
  type IgnoredField,
} from './ignored-field.js';
import { observeKubernetes } from './kubernetes-compute.body.js';
import { compareKubernetes } from './kubernetes-compute.compare.js';
import { kubernetesDesiredSchema } from './kubernetes-compute.schema.js';
import { normaliseLocation } from './location.rules.js';
import { observeGroup } from './resource-group.body.js';
import { resourceGroupDesiredSchema } from './resource-group.schema.js';
import type { ResourceBody } from './resource-body.js';
import type { Resource } from './resource.js';
import type { Tag } from './tags.rules.js';
import { observeWorkspace } from './workspace.body.js';
import { workspaceDesiredSchema } from './workspace.schema.js';

/** Every field of the resource's desired state, cost tags included, that `body` answers otherwise than asked. */
export function compareResource(
  resource: Pick<Resource, 'kind' | 'desired'>,
  costTags: readonly Tag[],
  body: ResourceBody,
): IgnoredField[] {
  switch (resource.kind) {
    case 'RESOURCE_GROUP':
      return compareGroup(resource.desired, costTags, body);
    case 'WORKSPACE':
      return compareWorkspace(resource.desired, costTags, body);
    case 'COMPUTE_CLUSTER':
      return compareCluster(
        clusterDesiredSchema.parse(resource.desired),
        costTags,
        observeCluster(body),
      );
    case 'KUBERNETES_COMPUTE':
      return compareKubernetes(
        kubernetesDesiredSchema.parse(resource.desired),
        costTags,
        observeKubernetes(body),
      );
    case 'ARC_EXTENSION':
      return compareExtension(
        arcExtensionDesiredSchema.parse(resource.desired),
        observeExtension(body),
      );
    case 'COMPUTE_INSTANCE':
      return compareInstance(
        instanceDesiredSchema.parse(resource.desired),
        costTags,
        observeInstance(body),
      );
    case 'CONNECTED_CLUSTER':
      return [];
  }
}

function compareGroup(
  written: unknown,
  costTags: readonly Tag[],
  body: ResourceBody,
): IgnoredField[] {
  const desired = resourceGroupDesiredSchema.parse(written);
  const found = observeGroup(body);
  return [
    ...differing('location', desired.location, found.location, normaliseLocation),
    ...differingTags(costTags, found.tags),
  ];
}

/** Azure makes Application Insights and a registry by itself where none was named: what was not asked for is not compared. */
function compareWorkspace(
  written: unknown,
  costTags: readonly Tag[],
  body: ResourceBody,
): IgnoredField[] {
  const desired = workspaceDesiredSchema.parse(written);
  const found = observeWorkspace(body);
  const asked = (
    ['storageAccountId', 'keyVaultId', 'applicationInsightsId', 'containerRegistryId'] as const
  ).filter((name) => desired[name] !== null);
  return [
    ...differing('location', desired.location, found.location, normaliseLocation),
    ...differing('description', desired.description ?? '', found.description ?? ''),
    ...(desired.friendlyName === null
      ? []
      : differing<string | null>('friendlyName', desired.friendlyName, found.friendlyName)),
    ...asked.flatMap((name) => differing(name, desired[name], found[name], idForm)),
    ...differingIdentity(desired.identity, found.identity),
    ...differingTags(costTags, found.tags),
  ];
}
