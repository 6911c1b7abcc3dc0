import {
  allLocksRead,
  blockedByLocks,
  grantReading,
  locksOn,
  lookedForLocks,
  type Finding,
  minute,
  minutesOf,
  unsettledMs,
  type Surroundings,
} from '#libs/diagnosis';
import type { ComputeClusterObserved } from '../compute-cluster.schema.js';

/** Resizing takes minutes; after this it is likely stuck (docs/azure-facts.md#locks). */
const longMs = 30 * minute;

/** Locks of network resources may be another cluster's: time must speak against this one as well. */
const suspiciousMs = 5 * minute;

/**
 * A cluster that does not come to the end of a resize, and the locks that keep it there (docs/azure-facts.md#locks).
 */
export function diagnoseResizing(
  armId: string,
  observed: ComputeClusterObserved,
  around: Surroundings,
  now: Date,
): Finding[] {
  const { allocationState, allocationStateSince, currentNodeCount, targetNodeCount } = observed;
  if (allocationState !== 'RESIZING') return [];
  const ms = unsettledMs(allocationStateSince, around.since, now);
  const { leaving } = observed.nodeCounts;
  const evidence = {
    allocationState,
    allocationStateSince,
    seenResizingSince: around.since,
    currentNodeCount,
    targetNodeCount,
    leavingNodeCount: leaving,
    ...lookedForLocks(around, now),
  };
  const [lock, ...others] = locksOn({ armId, subnetId: observed.subnetId }, around, now);
  const isShrinking = targetNodeCount <= currentNodeCount || leaving > 0;
  const isInherited = [lock, ...others].some((one) => one && one.on !== 'NETWORK_RESOURCE');
  const doubtMs = isShrinking ? (isInherited ? 0 : suspiciousMs) : longMs;
  const resize = `${currentNodeCount} -> ${targetNodeCount}`;
  if (lock && ms >= doubtMs)
    return [
      blockedByLocks(
        'RESIZING_BLOCKED_BY_LOCK',
        `It stays RESIZING (${resize})`,
        [lock, ...others],
        evidence,
      ),
    ];
  if (ms < longMs) return [];
  const known = allLocksRead(around, now);
  return [
    {
      code: 'RESIZING_TOO_LONG',
      message: `It has been RESIZING (${resize}) for ${minutesOf(ms)} minutes, ${known ? 'and no lock that was found explains it' : 'and whether a lock keeps it there is not known'}.`,
      remedy: known
        ? 'Look at the quota of the VM family and at the network of its nodes. If it stays so, give Azure support the ARM id and these times: a delete lock on what Azure made for its nodes shows nowhere else.'
        : `Look for delete locks on the subscription, the workspace's resource group and the group of its network: they stop a cluster from scaling. ${grantReading}`,
      evidence,
    },
  ];
}
