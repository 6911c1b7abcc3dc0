import { normaliseLocation } from '#libs/kernel';
import {
  differing,
  differingIdentity,
  differingTags,
  idForm,
  type IgnoredField,
  type ResourceBody,
  type Resource,
  type Tag,
} from '#libs/resources';
import { compareExtension } from './arc-extensions/arc-extension.body.js';
import type {
  ArcExtensionDesired,
  ArcExtensionObserved,
} from './arc-extensions/arc-extension.schema.js';
import { compareCluster } from './compute-clusters/compute-cluster.compare.js';
import type { ClusterDesired, ClusterObserved } from './compute-clusters/compute-cluster.schema.js';
import { compareInstance } from './compute-instances/compute-instance.compare.js';
import type {
  InstanceDesired,
  InstanceObserved,
} from './compute-instances/compute-instance.schema.js';
import { compareKubernetes } from './kubernetes-computes/kubernetes-compute.compare.js';
import type {
  KubernetesDesired,
  KubernetesObserved,
} from './kubernetes-computes/kubernetes-compute.schema.js';
import { observeResource } from './observe-resource.js';
import { readResourceRow } from './read-resource-row.js';
import type {
  ResourceGroupDesired,
  ResourceGroupObserved,
} from './resource-groups/resource-group.schema.js';
import type { WorkspaceDesired, WorkspaceObserved } from './workspaces/workspace.schema.js';

/** Every field of the resource's desired state, cost tags included, that `body` answers otherwise than asked. */
export const compareResource = (
  resource: Pick<Resource, 'kind' | 'desired'>,
  costTags: readonly Tag[],
  body: ResourceBody,
): IgnoredField[] => {
  const { kind, desired } = resource;
  return compareStored({ kind, desired, observed: observeResource(kind, body).observed }, costTags);
};

/** Every field of the resource's desired state, cost tags included, that Azure had otherwise than asked when it was last seen. */
export function compareStored(
  stored: Pick<Resource, 'kind' | 'desired' | 'observed'>,
  costTags: readonly Tag[],
): IgnoredField[] {
  const { desired, observed } = readResourceRow({ ...stored, location: '' });
  switch (stored.kind) {
    case 'RESOURCE_GROUP':
      return compareGroup(
        desired as ResourceGroupDesired,
        costTags,
        observed as ResourceGroupObserved,
      );
    case 'WORKSPACE':
      return compareWorkspace(desired as WorkspaceDesired, costTags, observed as WorkspaceObserved);
    case 'COMPUTE_CLUSTER':
      return compareCluster(desired as ClusterDesired, costTags, observed as ClusterObserved);
    case 'KUBERNETES_COMPUTE':
      return compareKubernetes(
        desired as KubernetesDesired,
        costTags,
        observed as KubernetesObserved,
      );
    case 'ARC_EXTENSION':
      return compareExtension(desired as ArcExtensionDesired, observed as ArcExtensionObserved);
    case 'COMPUTE_INSTANCE':
      return compareInstance(desired as InstanceDesired, costTags, observed as InstanceObserved);
    case 'CONNECTED_CLUSTER':
      return [];
  }
}

const compareGroup = (
  desired: ResourceGroupDesired,
  costTags: readonly Tag[],
  found: ResourceGroupObserved,
): IgnoredField[] => [
  ...differing('location', desired.location, found.location, normaliseLocation),
  ...differingTags(costTags, found.tags),
];

/** Azure makes Application Insights and a registry by itself where none was named: what was not asked for is not compared. */
function compareWorkspace(
  desired: WorkspaceDesired,
  costTags: readonly Tag[],
  found: WorkspaceObserved,
): IgnoredField[] {
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
