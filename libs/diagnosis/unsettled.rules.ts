import type { ProvisioningError } from '#libs/kernel';
import type { Usage, VmSizeFacts } from '#libs/resources';
import { errorCauseOf } from './diagnose-errors.rules.js';
import type { Reading } from './diagnostic.js';
import type { ManagementLock } from './management-lock.observe.js';

/** What is known beside its row about a compute that is on its way somewhere. */
export interface Surroundings {
  /** Since when it has been seen so, by our own clock; null before the first look. */
  since: Date | null;
  /** One per subscription: its own, and its network's where that is another. */
  locks: readonly Reading<ManagementLock[]>[];
  usages: Reading<Usage[]> | null;
  vmSizes: Reading<Record<string, VmSizeFacts>> | null;
}

export const nothingKnown: Surroundings = { since: null, locks: [], usages: null, vmSizes: null };

/** What a compute of nodes says of those that come and go. */
interface NodesOnTheirWay {
  allocationState: string;
  targetNodeCount: number;
  currentNodeCount: number;
}

/**
 * True while a compute is being deleted, is resizing, waits for nodes, or failed for lack of quota. Only then are locks,
 * the use of quotas and VM sizes read for its diagnosis.
 */
export const isUnsettled = (row: {
  provisioningState: string;
  provisioningErrors: readonly ProvisioningError[];
  observed: unknown;
}): boolean => {
  const { allocationState, targetNodeCount, currentNodeCount } = (row.observed ??
    {}) as Partial<NodesOnTheirWay>;
  return (
    row.provisioningState === 'DELETING' ||
    allocationState === 'RESIZING' ||
    (targetNodeCount ?? 0) > (currentNodeCount ?? 0) ||
    row.provisioningErrors.some((error) => errorCauseOf(error) === 'QUOTA_EXCEEDED')
  );
};

export const minute = 60_000;

/** How long it has been on its way: Azure's word where that is not ahead of our clock, else ours. */
export function unsettledMs(stated: string | null, since: Date | null, now: Date): number {
  const statedMs = now.getTime() - Date.parse(stated ?? '');
  if (statedMs >= 0) return statedMs;
  return since === null ? 0 : now.getTime() - since.getTime();
}

export const minutesOf = (ms: number): number => Math.floor(ms / minute);
