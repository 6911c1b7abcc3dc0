import { renewReading } from '#libs/diagnosis';
import type { ArmError, ArmPort } from '#libs/operations';
import { noteWantedReadings } from '#libs/prices';
import type { Sql } from '#libs/database';

/** Whoever looks at quotas sees no older numbers where Azure answers and is not asked for more than it answers. */
const usagesOlderThanSeconds = 2;
/** What sizes a region has changes seldom: they are read where they never were. */
const sizesOlderThanSeconds = 24 * 3600;
const timeoutMs = 10_000;

export interface UsagesPlace {
  subscriptionId: string;
  /** In the form that regions compare by. */
  location: string;
}

/**
 * Has what a region may use, and the sizes it has, read by Azure's own word of now, into the store that requests are decided by. Answers
 * why Azure did not tell it.
 */
export const createUsagesRenewer =
  (pool: Sql, arm: Pick<ArmPort, 'get' | 'list'>) =>
  async ({ subscriptionId, location }: UsagesPlace): Promise<ArmError | undefined> => {
    const place = { subscriptionId: subscriptionId.toLowerCase(), location };
    await noteWantedReadings(pool, {
      subscriptionId: place.subscriptionId,
      locations: [location],
      what: ['usages', 'vm-sizes'],
    });
    const signal = AbortSignal.timeout(timeoutMs);
    const renew = (what: 'usages' | 'vm-sizes', seconds: number): ReturnType<typeof renewReading> =>
      renewReading({ pool, arm }, { ...place, what }, seconds, signal);
    const [ofUsages] = await Promise.all([
      renew('usages', usagesOlderThanSeconds),
      renew('vm-sizes', sizesOlderThanSeconds),
    ]);
    return ofUsages;
  };
