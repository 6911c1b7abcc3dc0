/** Requests at once, and how many more each second. */
export interface BucketLimit {
  burst: number;
  perSecond: number;
}

export type Taken = { remaining: number } | { retryAfterSeconds: number; isEarly: boolean };

/** How full a bucket that ran dry is again when Retry-After is over. */
const refillShare = 0.2;

/**
 * ARM's token bucket (docs/azure-facts.md#throttling). Once empty it refuses until the time it named; a request sent
 * earlier is refused again, with what is left of it.
 */
export class TokenBucket {
  private tokens: number;
  private quietUntilMs = 0;

  constructor(
    private readonly limit: BucketLimit,
    private filledAtMs: number,
  ) {
    this.tokens = limit.burst;
  }

  take(nowMs: number): Taken {
    if (nowMs < this.quietUntilMs)
      return { retryAfterSeconds: Math.ceil((this.quietUntilMs - nowMs) / 1000), isEarly: true };
    this.refill(nowMs);
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return { remaining: Math.floor(this.tokens) };
    }
    const seconds = Math.ceil((this.limit.burst * refillShare) / this.limit.perSecond);
    const retryAfterSeconds = Math.max(1, seconds);
    this.quietUntilMs = nowMs + retryAfterSeconds * 1000;
    return { retryAfterSeconds, isEarly: false };
  }

  private refill(nowMs: number): void {
    const gained = ((nowMs - this.filledAtMs) / 1000) * this.limit.perSecond;
    this.tokens = Math.min(this.limit.burst, this.tokens + gained);
    this.filledAtMs = nowMs;
  }
}
