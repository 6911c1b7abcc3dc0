import { isLowPriorityRefused } from './low-priority.rules.js';
import type { KnownQuota } from './known-quota.value.js';
import type { QuotaLine } from './quota-check.value.js';
import type { QuotaDemand } from './quota-demand.value.js';
import { quotaLines, type AskedCompute, type BoundLine } from './quota-lines.rules.js';

/** Azure's numbers decide for so long; what moves between two readings is known after it was tried. */
const decidesForMs = 15 * 60_000;

export interface QuotaJudgement {
  fits: boolean | null;
  lines: BoundLine[];
  /** By which Azure's own numbers, read lately, say that it cannot be. */
  refusedBy: BoundLine | undefined;
  /** Which leaves no room, by what is not sure: numbers of long ago, or what other operations may take. */
  shortOf: BoundLine | undefined;
  /** Whose limit is below all nodes that it may have. */
  tooFewFor: BoundLine | undefined;
  /** True where Azure makes it, and gives it no nodes of this tier. */
  isWithoutNodes: boolean;
}

/** Holds a demand against what is known. */
export function judgeQuota(
  demand: QuotaDemand,
  known: KnownQuota,
  asked: AskedCompute,
  now: Date,
): QuotaJudgement {
  const lines = quotaLines(demand, known, asked);
  const short = lines.find(isShort);
  const isFresh = known.readAt !== null && now.getTime() - known.readAt.getTime() < decidesForMs;
  const refusedBy = isFresh ? lines.find(isImpossible) : undefined;
  const isWithoutNodes = hasNoNodes(demand, known);
  return {
    fits: isWithoutNodes ? false : fitsIn(demand, known, lines),
    lines,
    refusedBy,
    shortOf: refusedBy ? undefined : (short ?? lines.find(isBeyond)),
    tooFewFor: short ? undefined : lines.find(isBelowMost),
    isWithoutNodes,
  };
}

/** Instances have no low priority at all (docs/azure-facts.md#compute-instances). */
const hasNoNodes = (
  { vmSize, vmPriority, computeType }: QuotaDemand,
  { sizes }: KnownQuota,
): boolean =>
  (computeType === 'ComputeInstance' && vmPriority === 'LOW_PRIORITY') ||
  isLowPriorityRefused(vmPriority, sizes[vmSize.toLowerCase()]?.family ?? '');

/** What is not counted by vCPUs is not known to fit. */
function fitsIn(
  { vmSize }: QuotaDemand,
  { usages, sizes }: KnownQuota,
  lines: readonly BoundLine[],
): boolean | null {
  if (lines.some(isShort)) return false;
  const isKnown = usages !== null && sizes[vmSize.toLowerCase()] !== undefined;
  const isTold = lines.every(({ counts, shortfall }) => !counts || shortfall !== null);
  return isKnown && isTold ? true : null;
}

const isShort = ({ shortfall }: QuotaLine): boolean => shortfall !== null && shortfall > 0;

/** More than may be used at all, though it is not told how much is. */
const isBeyond = ({ limit, used, requested, needed }: BoundLine): boolean =>
  used === null && limit !== null && limit >= 0 && requested > 0 && needed > limit;

/**
 * Azure makes nothing whose least is above the limit itself, and gives no nodes at once that the limit has no room for. What
 * begins without nodes gets them when others go (docs/azure-facts.md#usages).
 */
function isImpossible({ limit, used, ...line }: BoundLine): boolean {
  if (limit === null || limit < 0 || used === null || line.requested === 0) return false;
  return line.needed > limit || (line.requestedAtOnce > 0 && used + line.requestedAtOnce > limit);
}

/** By the limit alone: what others use comes and goes. */
const isBelowMost = ({ limit, used, most }: BoundLine): boolean =>
  limit !== null && limit >= 0 && used !== null && most > limit;
