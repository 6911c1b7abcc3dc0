import type { ResourceKind } from '#libs/resources';
import { Kinds } from '#libs/operations';
import { arcExtensions } from './arc-extensions/arc-extension.kind.js';
import { computeClusters } from './compute-clusters/compute-cluster.kind.js';
import { computeInstances } from './compute-instances/compute-instance.kind.js';
import { connectedClusters } from './connected-clusters/connected-cluster.kind.js';
import { kubernetesComputes } from './kubernetes-computes/kubernetes-compute.kind.js';
import { resourceGroups } from './resource-groups/resource-group.kind.js';
import { workspaces } from './workspaces/workspace.kind.js';
import type { KindDefinition } from './kind-definition.js';

export type KnownKinds = Kinds<KindDefinition>;

/** What a list of a workspace's computes answers for. */
export const computeKinds = ({ all }: KnownKinds): ResourceKind[] =>
  all.filter(({ compute }) => compute).map(({ kind }) => kind);

/** Every kind of resource there is: whatever lists kinds is made from this list. */
export const kinds: KnownKinds = new Kinds<KindDefinition>([
  resourceGroups,
  workspaces,
  computeClusters,
  computeInstances,
  kubernetesComputes,
  connectedClusters,
  arcExtensions,
]);
