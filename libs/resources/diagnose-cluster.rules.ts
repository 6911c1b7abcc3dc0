import type { ProvisioningError } from '#libs/kernel';
import type { ClusterObserved } from './compute-cluster.schema.js';

/** Something that is wrong with a resource, and what to do about it. */
export interface Diagnostic {
  code: string;
  message: string;
  remedy: string;
  evidence: Record<string, unknown>;
  observedAt: Date;
}

/** What a row says of a cluster. */
export interface ClusterRow {
  provisioningState: string;
  provisioningErrors: readonly ProvisioningError[];
  observed: ClusterObserved | null;
  observedAt: Date | null;
}

/** Resizing takes minutes; after this it is likely stuck (arm-facts, Locks). */
const longResizingMs = 30 * 60_000;

const quotaCodes = /quota/i;
const capacityCodes = /^(skunotavailable|allocationfailed|zonalallocationfailed|overconstrained)/i;

type Finding = Omit<Diagnostic, 'observedAt'>;

/** What is wrong with a cluster as far as its row shows; empty where all is well. Ask `now` of a clock. */
export function diagnoseCluster(row: ClusterRow, now: Date): Diagnostic[] {
  const { observed, observedAt } = row;
  const findings = [
    ...row.provisioningErrors.map(fromError),
    ...(observed === null ? [] : [...resizing(observed, now), ...nodes(observed)]),
  ];
  return findings.map((finding) => ({ ...finding, observedAt: observedAt ?? now }));
}

function fromError(error: ProvisioningError): Finding {
  const evidence = { error: { code: error.code, message: error.message } };
  if (quotaCodes.test(error.code)) {
    const remedy =
      error.remedy ??
      'Ask for more vCPU quota of this VM family in this region, or lower the node counts.';
    return { code: 'QUOTA_EXCEEDED', message: error.message, remedy, evidence };
  }
  if (capacityCodes.test(error.code)) {
    const remedy =
      error.remedy ??
      'Azure has no such machines free: try later, another VM size or another region.';
    return { code: 'NO_CAPACITY', message: error.message, remedy, evidence };
  }
  const remedy = error.remedy ?? 'Read the message; retry the operation once its cause is gone.';
  return { code: 'PROVISIONING_FAILED', message: error.message, remedy, evidence };
}

function resizing(observed: ClusterObserved, now: Date): Finding[] {
  const { allocationState, allocationStateSince, currentNodeCount, targetNodeCount } = observed;
  if (allocationState !== 'RESIZING' || allocationStateSince === null) return [];
  const ms = now.getTime() - Date.parse(allocationStateSince);
  if (ms < longResizingMs) return [];
  return [
    {
      code: 'RESIZING_TOO_LONG',
      message: `It has been resizing from ${currentNodeCount} to ${targetNodeCount} nodes for ${Math.floor(ms / 60_000)} minutes.`,
      remedy:
        "Look for delete locks on the workspace's resource group and on the group of its network: they stop a cluster from scaling. Then look at the quota of the VM family.",
      evidence: { allocationStateSince, currentNodeCount, targetNodeCount },
    },
  ];
}

const nodes = (observed: ClusterObserved): Finding[] => [
  ...preempted(observed),
  ...unusable(observed),
];

function preempted({ vmPriority, nodeCounts }: ClusterObserved): Finding[] {
  if (nodeCounts.preempted === 0) return [];
  return [
    {
      code: 'NODES_PREEMPTED',
      message: `Azure took back ${nodeCounts.preempted} low-priority nodes.`,
      remedy: 'Wait for capacity, or use a cluster with dedicated nodes where work must not stop.',
      evidence: { vmPriority, preemptedNodeCount: nodeCounts.preempted },
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
