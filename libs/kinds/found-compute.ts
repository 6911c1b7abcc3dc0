import type { ArmId } from '#libs/kernel';
import {
  identityAsked,
  objectAt,
  type ResourceBody,
  type CostTag,
  type ResourceKind,
  operationTag,
  sameTagKey,
} from '#libs/resources';
import type { ClusterDesired, ClusterObserved } from './compute-clusters/compute-cluster.schema.js';
import type {
  InstanceDesired,
  InstanceObserved,
} from './compute-instances/compute-instance.schema.js';
import type {
  KubernetesDesired,
  KubernetesObserved,
} from './kubernetes-computes/kubernetes-compute.schema.js';

const kindOf: ReadonlyMap<string, ResourceKind> = new Map(
  Object.entries<ResourceKind>({
    amlcompute: 'COMPUTE_CLUSTER',
    computeinstance: 'COMPUTE_INSTANCE',
    kubernetes: 'KUBERNETES_COMPUTE',
  }),
);

/** What a listed compute is here; undefined for types that Armature does not keep (AKS, VirtualMachine, Databricks, …). */
export function computeKindOf(body: ResourceBody): ResourceKind | undefined {
  const { computeType } = objectAt(body, 'properties');
  return typeof computeType === 'string' ? kindOf.get(computeType.toLowerCase()) : undefined;
}

/** The row of a connected cluster that an attachment is of. */
export interface FoundCluster {
  id: string;
  armId: ArmId;
}

/**
 * What a compute that was found in Azure would have been asked for as; undefined where it cannot be said: of an
 * attachment whose cluster has no row here.
 */
export function desiredOfFound(
  kind: ResourceKind,
  observed: unknown,
  cluster: FoundCluster | undefined,
): Record<string, unknown> | undefined {
  if (kind === 'COMPUTE_CLUSTER') return clusterFrom(observed as ClusterObserved);
  if (kind === 'COMPUTE_INSTANCE') return instanceFrom(observed as InstanceObserved);
  if (kind !== 'KUBERNETES_COMPUTE' || !cluster) return undefined;
  return kubernetesFrom(observed as KubernetesObserved, cluster);
}

/** Without SSH: ARM keeps the key to itself, and a change sends back what ARM says of it. */
const clusterFrom = (found: ClusterObserved): ClusterDesired => ({
  location: found.location,
  description: found.description,
  vmSize: found.vmSize,
  vmPriority: found.vmPriority,
  scale: found.scale,
  identity: identityAsked(found.identity),
  subnetId: found.subnetId,
  ssh: null,
  enableNodePublicIp: found.enableNodePublicIp,
  isolatedNetwork: found.isolatedNetwork,
});

/** An SSH key that ARM keeps to itself is left out of changes, and so stays. What scripts and applications are made of is not read. */
const instanceFrom = (found: InstanceObserved): InstanceDesired => ({
  location: found.location,
  description: found.description,
  vmSize: found.vmSize,
  assignedUser: found.assignedUser,
  ssh: found.ssh.publicAccess === 'ENABLED' ? { publicKey: '' } : null,
  subnetId: found.subnetId,
  enableNodePublicIp: found.enableNodePublicIp,
  identity: identityAsked(found.identity),
  idleTimeBeforeShutdown: found.idleTimeBeforeShutdown ?? null,
  schedules: found.schedules.map(({ action, status, trigger }) => ({ action, status, trigger })),
  setupScripts: null,
  customApplications: [],
});

const kubernetesFrom = (found: KubernetesObserved, cluster: FoundCluster): KubernetesDesired => ({
  clusterId: cluster.id,
  clusterArmId: cluster.armId,
  description: found.description,
  namespace: found.namespace,
  identity: identityAsked(found.identity),
  defaultInstanceType: found.defaultInstanceType,
  instanceTypes: found.instanceTypes,
  kubeconfigReference: null,
});

/** The cost tags of what was found: all that it carries in Azure but our own. */
export const costTagsOfFound = (observed: unknown): CostTag[] =>
  Object.entries((observed as { tags?: Record<string, string> | null }).tags ?? {})
    .filter(([key]) => !sameTagKey(key, operationTag))
    .map(([key, value]) => ({ key, value, source: 'AZURE' }));
