import { armIdKey, parentArmId } from '#libs/kernel';
import type { VmPriority } from './compute-cluster.schema.js';
import type { Usage, VmSizeFacts } from './usage.observe.js';
import { familyKey } from './vm-family.rules.js';

/** What counts the nodes of a compute. */
export interface CountedNodes {
  armId: string;
  vmSize: string;
  vmPriority: VmPriority;
}

/**
 * The lines of a region's usages that bind a compute, the one with least room first: its family's and its region's
 * dedicated vCPUs, and its workspace's share; low priority has one number over all families (arm-facts, Usages).
 */
export const bindingQuotas = (
  { armId, vmPriority }: CountedNodes,
  size: VmSizeFacts | undefined,
  usages: readonly Usage[],
): Usage[] =>
  usages
    .filter(
      ({ priority, workspaceKey, ...line }) =>
        priority === vmPriority &&
        line.limit >= 0 &&
        (line.of === 'REGION' || (size && line.familyKey === familyKey(size.family))) &&
        (workspaceKey === null || workspaceKey === armIdKey(parentArmId(armId))),
    )
    .toSorted((a, b) => room(a) - room(b));

const room = ({ limit, current }: Usage): number => limit - current;

/** The line that leaves no room for one more node, if any. */
export const exhaustedQuota = (
  quotas: readonly Usage[],
  size: VmSizeFacts | undefined,
): Usage | undefined => quotas.find((line) => room(line) < (size?.vCpus ?? 1));

/** E.g. 24 of 24 Standard DSv2 Family Cluster Dedicated vCPUs are used. */
export const describeQuota = ({ current, limit, name }: Usage): string =>
  `${current} of ${limit} ${name} are used`;
