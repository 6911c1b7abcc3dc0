import { publicCloud, type AzureCloud } from '#libs/kernel';
import { usualReads } from '#libs/operations';

/** What Azure counts apart. POST counts as a write. */
export type BudgetOperation = 'read' | 'write' | 'delete';

export const budgetOperations = ['read', 'write', 'delete'] as const satisfies BudgetOperation[];

export interface BudgetLimit {
  /** Tokens of a full bucket. */
  burst: number;
  refillPerSecond: number;
}

export type BudgetLimits = Readonly<Record<BudgetOperation, BudgetLimit>>;

/**
 * 90 % of what Azure allows per subscription and service principal (docs/azure-facts.md#throttling): the rest is for
 * clocks that differ a little and for others who use the same principal.
 */
export const armBudgetLimits: BudgetLimits = {
  read: usualReads,
  write: { burst: 180, refillPerSecond: 9 },
  delete: { burst: 180, refillPerSecond: 9 },
};

/**
 * Clouds beside the public one keep the limits of before: 12,000 reads, 1,200 writes and 15,000 deletes an hour
 * (docs/azure-facts.md#throttling). 90 % of these, a full bucket in an hour's refill included.
 */
const hourlyLimits: BudgetLimits = {
  read: { burst: 225, refillPerSecond: 2.9 },
  write: { burst: 90, refillPerSecond: 0.27 },
  delete: { burst: 180, refillPerSecond: 3.7 },
};

/** Undefined, which is a stand-in for ARM: as public Azure. `readsPerSecond`: what is allowed, where that is known to be otherwise. */
export function budgetLimitsOf(
  cloud: AzureCloud | undefined,
  readsPerSecond?: number,
): BudgetLimits {
  const limits = cloud === undefined || cloud === publicCloud ? armBudgetLimits : hourlyLimits;
  return readsPerSecond === undefined ? limits : { ...limits, read: readsOf(readsPerSecond) };
}

/** A full bucket is what comes in ten seconds, as with public Azure, and never less than one request. */
const readsOf = (allowed: number): BudgetLimit => ({
  burst: Math.max(1, 9 * allowed),
  refillPerSecond: 0.9 * allowed,
});

/** `granted`: send after `waitMs`. Otherwise nothing was taken, and a token is free after `waitMs` at the earliest. */
export interface BudgetGrant {
  granted: boolean;
  waitMs: number;
  /** Tokens in the bucket afterwards; absent where that is not known. */
  left?: number;
}

/** The token buckets of all subscriptions, shared by every process on the same database. */
export interface ArmBudget {
  /**
   * Takes one token, or reserves the next one where it comes within `longestWaitMs`. A team that took much lately leaves
   * the last of the bucket to others, by its part of what all teams took.
   */
  take(
    subscriptionId: string,
    operation: BudgetOperation,
    longestWaitMs: number,
    teamId?: string,
  ): Promise<BudgetGrant>;
  /** Nothing of this subscription is granted for so long: a 429 said so. Never shortens an earlier word. */
  quiet(subscriptionId: string, seconds: number): Promise<void>;
  /** Azure counts fewer than the bucket holds: it holds `tokens` from now on. Never raises it. */
  lower(subscriptionId: string, operation: BudgetOperation, tokens: number): Promise<void>;
  /** Milliseconds for which the subscription stays quiet; 0 where it is not. */
  quietForMs(subscriptionId: string): Promise<number>;
}
