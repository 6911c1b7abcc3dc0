import {
  bindingQuotas,
  describeQuota,
  exhaustedQuota,
  isQuotaTold,
} from './binding-quotas.rules.js';
import type { ClusterObserved } from './compute-cluster.schema.js';
import { remedies } from './diagnose-errors.rules.js';
import type { Finding } from './diagnostic.js';
import { bodyOf, evidenceOf } from './reading.rules.js';
import type { Usage, VmSizeFacts } from './usage.observe.js';
import { minute, minutesOf, unsettledMs, type Surroundings } from './unsettled.rules.js';

/** Nodes take a few minutes to come; after this something keeps them. */
const patienceMs = 10 * minute;

interface QuotaFacts {
  size: VmSizeFacts | undefined;
  lines: Usage[];
  /** Whether all that binds is known: usages were read, and have a line and a number for it. */
  isTold: boolean;
  evidence: object;
}

/** The quota lines that bind a compute, with when they were read. */
export function quotaFacts(
  armId: string,
  { vmSize, vmPriority }: Pick<ClusterObserved, 'vmSize' | 'vmPriority'>,
  { usages, vmSizes, since }: Surroundings,
  now: Date,
): QuotaFacts {
  const read = bodyOf(usages, { since, now }) ?? [];
  const nodes = { armId, vmSize, vmPriority };
  // What a size is does not change: an old list of them is as good.
  const size = vmSizes?.body?.[vmSize.toLowerCase()];
  const lines = bindingQuotas(nodes, size, read);
  const quotas = lines.map(({ of, name, current, limit }) => ({ of, name, current, limit }));
  const evidence = {
    ...{ vmSize, vmPriority, vmFamily: size?.family ?? null, vCpusPerNode: size?.vCpus ?? null },
    ...{ quotas, lookedAtQuota: evidenceOf('usages', usages, { since, now }) },
  };
  return { size, lines, isTold: isQuotaTold(nodes, size, read), evidence };
}

/** Nodes that are wanted and do not come although Azure names no error: told apart by what quota leaves room for. */
export function diagnoseMissingNodes(
  armId: string,
  observed: ClusterObserved,
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
    ...{ currentNodeCount, targetNodeCount, allocationStateSince },
    ...{ seenWantingSince: around.since, ...quota.evidence },
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
export const diagnoseLostNodes = (observed: ClusterObserved): Finding[] => [
  ...preempted(observed),
  ...unusable(observed),
];

function preempted({ vmPriority, nodeCounts, ...observed }: ClusterObserved): Finding[] {
  if (nodeCounts.preempted === 0) return [];
  const { currentNodeCount, targetNodeCount } = observed;
  return [
    {
      code: 'NODES_PREEMPTED',
      message: `Azure took back ${nodeCounts.preempted} low-priority nodes.`,
      remedy:
        'Wait: the cluster asks for other nodes by itself and their jobs are queued again. Where work must not stop, use a cluster with dedicated nodes.',
      evidence: {
        ...{ vmPriority, preemptedNodeCount: nodeCounts.preempted },
        ...{ currentNodeCount, targetNodeCount },
      },
    },
  ];
}

function unusable({ nodeCounts, subnetId }: ClusterObserved): Finding[] {
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
