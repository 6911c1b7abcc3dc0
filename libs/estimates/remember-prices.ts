import { LRUCache } from 'lru-cache';
import type { Sql } from '#libs/database';
import { findRegionPrices, type PriceSettings, type RegionPrices } from '#libs/prices';
import type { BilledCompute } from './billed-compute.value.js';
import type { EstimatePrices } from './estimate-prices.value.js';

type Machines = NonNullable<BilledCompute['machines']>;

/** A price that decides something may be older by so much than the worker lets it be. */
const keepsMs = 60_000;
/** That there is none is looked up again soon, for a worker may be reading it. */
const missingKeepsMs = 2_000;
const mostKept = 2_000;

export interface EstimatePricesAsked {
  /** Whose prices of Azure Machine Learning count; null: nobody's. */
  subscriptionId: string | null;
  billed: readonly (BilledCompute | null)[];
  /** Whether they are read now, whatever is remembered. */
  fresh: boolean;
}

export type FindEstimatePrices = (sql: Sql, asked: EstimatePricesAsked) => Promise<EstimatePrices>;

/**
 * Finds the prices of all that is billed: those of a size in one statement, and not again within a minute, or two seconds where it has none.
 */
export function rememberPrices(settings: PriceSettings): FindEstimatePrices {
  const known = new LRUCache<string, RegionPrices>({ max: mostKept });
  const find = async (
    sql: Sql,
    { vmSize, location }: Machines,
    { subscriptionId, fresh }: EstimatePricesAsked,
  ): Promise<RegionPrices> => {
    const key = `${subscriptionId} ${location} ${vmSize.toLowerCase()}`;
    const remembered = fresh ? undefined : known.get(key);
    if (remembered) return remembered;
    const asked = { location, vmSizes: [vmSize], vmPriority: null, subscriptionId };
    const found = await findRegionPrices(sql, settings, asked);
    const isPriced = found.machines.some(({ hourly }) => hourly !== null);
    known.set(key, found, { ttl: isPriced ? keepsMs : missingKeepsMs });
    return found;
  };
  return async (sql, asked) => {
    const found: RegionPrices[] = [];
    for (const machines of sizesOf(asked.billed)) found.push(await find(sql, machines, asked));
    return {
      currency: settings.currency,
      machines: found.flatMap((one) => one.machines),
      osDisks: found.map((one) => one.osDisk),
    };
  };
}

/** Each size of each region once. */
const sizesOf = (billed: readonly (BilledCompute | null)[]): Machines[] => [
  ...new Map(
    billed.flatMap((one) =>
      one?.machines
        ? [[`${one.machines.location} ${one.machines.vmSize.toLowerCase()}`, one.machines] as const]
        : [],
    ),
  ).values(),
];
