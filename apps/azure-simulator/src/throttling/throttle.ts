import { ArmRefusal } from '../arm/arm-error.js';
import type { RequestKind } from '../arm/arm-request.js';
import type { Ledger } from '../ledger/ledger.js';
import { TokenBucket, type BucketLimit } from './token-bucket.js';

export type ThrottleLimits = Record<RequestKind, BucketLimit>;

/** Per subscription and principal (docs/azure-facts.md#throttling). */
export const armLimits: ThrottleLimits = {
  read: { burst: 250, perSecond: 25 },
  write: { burst: 200, perSecond: 10 },
  delete: { burst: 200, perSecond: 10 },
};

/** A subscription has this many times the limits over all principals. */
const globalShare = 15;

const plural: Record<RequestKind, string> = { read: 'reads', write: 'writes', delete: 'deletes' };

interface ThrottledRequest {
  subscriptionId: string;
  principalId: string;
  kind: RequestKind;
}

/** ARM's throttling, on the real clock. */
export class Throttle {
  private limits: ThrottleLimits | undefined;
  private buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly monotonicMs: () => number,
    private readonly ledger: Ledger,
    limits: ThrottleLimits | 'off' = armLimits,
  ) {
    this.setLimits(limits);
  }

  /** Starts all buckets anew, full. */
  setLimits(limits: ThrottleLimits | 'off'): void {
    this.limits = limits === 'off' ? undefined : limits;
    this.buckets = new Map();
  }

  /** The x-ms-ratelimit-remaining-* headers; throws SubscriptionRequestsThrottled where a bucket is empty. */
  admit(request: ThrottledRequest): Record<string, string> {
    if (!this.limits) return {};
    const { subscriptionId, principalId, kind } = request;
    const limit = this.limits[kind];
    const global = { burst: limit.burst * globalShare, perSecond: limit.perSecond * globalShare };
    const own = this.take(request, `${subscriptionId}|${principalId}|${kind}`, limit);
    const all = this.take(request, `${subscriptionId}|${kind}`, global);
    return {
      [`x-ms-ratelimit-remaining-subscription-${plural[kind]}`]: String(own),
      [`x-ms-ratelimit-remaining-subscription-global-${plural[kind]}`]: String(all),
    };
  }

  private take(request: ThrottledRequest, key: string, limit: BucketLimit): number {
    const nowMs = this.monotonicMs();
    const bucket = this.buckets.get(key) ?? new TokenBucket(limit, nowMs);
    this.buckets.set(key, bucket);
    const taken = bucket.take(nowMs);
    if ('remaining' in taken) return taken.remaining;
    this.ledger.throttled({
      key,
      code: 'SubscriptionRequestsThrottled',
      retryAfterSeconds: taken.retryAfterSeconds,
      isEarly: taken.isEarly,
    });
    throw new ArmRefusal(
      429,
      {
        code: 'SubscriptionRequestsThrottled',
        message: `Number of '${request.kind}' requests for subscription '${request.subscriptionId}' actor '${request.principalId}' exceeded. Please try again after '${taken.retryAfterSeconds}' seconds.`,
      },
      { 'retry-after': String(taken.retryAfterSeconds) },
    );
  }
}
