/** What Azure lets us read of a subscription, as the bucket of reads counts it; smaller in some clouds. */
export interface ReadLimit {
  /** Tokens of a full bucket. */
  burst: number;
  refillPerSecond: number;
}

/** 90 % of what public Azure allows (docs/azure-facts.md#throttling). */
export const usualReads: ReadLimit = { burst: 225, refillPerSecond: 22.5 };
