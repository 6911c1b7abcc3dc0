/** What Azure counts apart. POST counts as a write. */
export type BudgetOperation = 'read' | 'write' | 'delete';

export const budgetOperations = ['read', 'write', 'delete'] as const satisfies BudgetOperation[];

export interface BudgetLimit {
  /** Tokens of a full bucket. */
  burst: number;
  refillPerSecond: number;
}

/**
 * 90 % of what Azure allows per subscription and service principal (arm-facts, Throttling): the rest is for clocks that
 * differ a little and for others who use the same principal.
 */
export const armBudgetLimits: Readonly<Record<BudgetOperation, BudgetLimit>> = {
  read: { burst: 225, refillPerSecond: 22.5 },
  write: { burst: 180, refillPerSecond: 9 },
  delete: { burst: 180, refillPerSecond: 9 },
};

/** `granted`: send after `waitMs`. Otherwise nothing was taken, and a token is free after `waitMs` at the earliest. */
export interface BudgetGrant {
  granted: boolean;
  waitMs: number;
}

/** The token buckets of all subscriptions, shared by every process on the same database. */
export interface ArmBudget {
  /** Takes one token, or reserves the next one where it comes within `longestWaitMs`. */
  take(
    subscriptionId: string,
    operation: BudgetOperation,
    longestWaitMs: number,
  ): Promise<BudgetGrant>;
  /** Nothing of this subscription is granted for so long: a 429 said so. Never shortens an earlier word. */
  quiet(subscriptionId: string, seconds: number): Promise<void>;
  /** Milliseconds for which the subscription stays quiet; 0 where it is not. */
  quietForMs(subscriptionId: string): Promise<number>;
}
