import { normaliseLocation } from '#libs/kernel';
import {
  type SshAccess,
  differing,
  differingIdentity,
  differingTags,
  durationForm,
  idForm,
  withoutCase,
  type IgnoredField,
  type Tag,
} from '#libs/resources';
import type { ClusterDesired, ClusterObserved } from './compute-cluster.schema.js';

/**
 * Every field that ARM answers otherwise than asked: sizes and ids without case, durations by their seconds,
 * NOT_SPECIFIED may have become either (docs/azure-facts.md#compute-clusters). What ARM keeps to itself (the SSH key)
 * is not compared.
 */
export function compareCluster(
  desired: ClusterDesired,
  costTags: readonly Tag[],
  found: ClusterObserved,
): IgnoredField[] {
  return [
    ...differing('vmSize', desired.vmSize, found.vmSize, withoutCase),
    ...differing('vmPriority', desired.vmPriority, found.vmPriority),
    ...compareScale(desired, found),
    ...differing('location', desired.location, found.location, normaliseLocation),
    ...differing('description', desired.description ?? '', found.description ?? ''),
    ...differingIdentity(desired.identity, found.identity),
    ...differing('subnetId', desired.subnetId, found.subnetId, idForm),
    ...compareSsh(desired, found),
    ...differing('enableNodePublicIp', desired.enableNodePublicIp, found.enableNodePublicIp),
    ...differing('isolatedNetwork', desired.isolatedNetwork, found.isolatedNetwork),
    ...differingTags(costTags, found.tags),
  ];
}

const compareScale = ({ scale }: ClusterDesired, found: ClusterObserved): IgnoredField[] => [
  ...differing('scale.minNodeCount', scale.minNodeCount, found.scale.minNodeCount),
  ...differing('scale.maxNodeCount', scale.maxNodeCount, found.scale.maxNodeCount),
  ...differing(
    'scale.nodeIdleTimeBeforeScaleDown',
    scale.nodeIdleTimeBeforeScaleDown,
    found.scale.nodeIdleTimeBeforeScaleDown,
    durationForm,
  ),
];

function compareSsh({ ssh }: ClusterDesired, found: ClusterObserved): IgnoredField[] {
  if (ssh === null) return [];
  const { publicAccess, adminUsername } = found.ssh ?? { publicAccess: null, adminUsername: null };
  return [
    ...(ssh.publicAccess === 'NOT_SPECIFIED'
      ? []
      : differing<SshAccess | null>('ssh.publicAccess', ssh.publicAccess, publicAccess)),
    ...differing<string | null>('ssh.adminUsername', ssh.adminUsername, adminUsername),
  ];
}
