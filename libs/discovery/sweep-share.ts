/**
 * The sweeps' own share of the reads that Azure allows a subscription: 6 of 25 a second
 * (docs/azure-facts.md#throttling), and as much less as a cloud allows less.
 */
export const sweepShare = { callsPerSecond: 6, burst: 12 };
