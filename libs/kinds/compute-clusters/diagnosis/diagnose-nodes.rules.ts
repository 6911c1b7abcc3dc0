import {
  describeQuota,
  exhaustedQuota,
  remedies,
  type Finding,
  quotaFacts,
  minute,
  minutesOf,
  unsettledMs,
  type Surroundings,
} from '#libs/diagnosis';
import type { ComputeClusterObserved } from '../compute-cluster.schema.js';

/** Nodes take a few minutes to come; after this something keeps them. */
const patienceMs = 10 * minute;

/** Nodes that are wanted and do not come although Azure names no error: told apart by what quota leaves room for. */
export function diagnoseMissingNodes(
  armId: string,
  observed: ComputeClusterObserved,
  around: Surroundings,
  now: Date,
): Finding[] {
  const { currentNodeCount, targetNodeCount, allocationStateSince, nodeCounts } = observed;
  const missing = targetNodeCount - currentNodeCount;
  const ms = unsettledMs(allocationStateSince, around.since, now);
  if (missing <= 0 || nodeCounts.preempted > 0 || ms < patienceMs) return [];
  const { size, lines, isTold, ...quota } = quotaFacts(armId, observed, around, now);
  const wanted = `${missing} of ${targetNodeCount} nodes have not come for ${minutesOf(ms)} minutes`;
  const evidence = {
    currentNodeCount,
    targetNodeCount,
    allocationStateSince,
    seenWantingSince: around.since,
    ...quota.evidence,
  };
  const exhausted = exhaustedQuota(lines, size);
  if (exhausted) {
    const message = `${wanted}: ${describeQuota(exhausted)}.`;
    return [{ code: 'QUOTA_EXCEEDED', message, remedy: remedies.QUOTA_EXCEEDED, evidence }];
  }
  if (isTold && size) {
    const message = `${wanted} although quota has room: Azure has none of these machines to give.`;
    return [{ code: 'NO_CAPACITY', message, remedy: remedies.NO_CAPACITY, evidence }];
  }
  const remedy = `Look at the vCPU quota of the VM family in the region. If it has room, Azure has no such machines free: take another VM size or region.`;
  return [{ code: 'NODES_NOT_COMING', message: `${wanted}.`, remedy, evidence }];
}

/** Nodes that came and are of no use: taken back, or broken. */
export const diagnoseLostNodes = (observed: ComputeClusterObserved): Finding[] => [
  ...preempted(observed),
  ...unusable(observed),
];

function preempted({ vmPriority, nodeCounts, ...observed }: ComputeClusterObserved): Finding[] {
  if (nodeCounts.preempted === 0) return [];
  const { currentNodeCount, targetNodeCount } = observed;
  return [
    {
      code: 'NODES_PREEMPTED',
      message: `Azure took back ${nodeCounts.preempted} low-priority nodes.`,
      remedy:
        'Wait: the cluster asks for other nodes by itself and their jobs are queued again. Where work must not stop, use a cluster with dedicated nodes.',
      evidence: {
        vmPriority,
        preemptedNodeCount: nodeCounts.preempted,
        currentNodeCount,
        targetNodeCount,
      },
    },
  ];
}

function unusable({ nodeCounts, subnetId }: ComputeClusterObserved): Finding[] {
  if (nodeCounts.unusable === 0) return [];
  return [
    {
      code: 'NODES_UNUSABLE',
      message: `${nodeCounts.unusable} nodes started and cannot be used.`,
      remedy: 'Look at the network they start in: DNS, outbound rules and the private endpoint.',
      evidence: { unusableNodeCount: nodeCounts.unusable, subnetId },
    },
  ];
}
