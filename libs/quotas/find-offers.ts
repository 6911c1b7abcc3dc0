import type { Sql } from '#libs/database';
import { findPrices, noteWantedReadings, type PriceSettings, type VmPrice } from '#libs/prices';
import { regionsBeside } from './geographies.js';
import { findOfferingRegions } from './offering-regions.repository.js';
import { candidates, pricedOffers, type Candidate } from './offers.rules.js';
import type { SizeOffer } from './quota-check.value.js';
import type { QuotaDemand } from './quota-demand.value.js';

/** Nobody reads more of other sizes; what became of the one that was asked for is told of every region. */
const mostOthers = 20;

export interface OffersAsked {
  demand: QuotaDemand;
  subscriptionId: string;
  workspaceKey: string | null;
  /** False where it can be in no other region: an instance stands where its workspace does. */
  goesElsewhere: boolean;
}

/**
 * What could be had instead, there and in other regions of the same geography, those that would fit first, the cheapest of them
 * first: by what was read last. That it is wanted is noted, for whoever asks next.
 */
export async function findOffers(
  sql: Sql,
  settings: PriceSettings,
  { demand, subscriptionId, workspaceKey, goesElsewhere }: OffersAsked,
): Promise<SizeOffer[]> {
  const locations = goesElsewhere ? regionsBeside(demand.location) : [demand.location];
  const place = { subscriptionId: subscriptionId.toLowerCase(), locations };
  await noteWantedReadings(sql, { ...place, what: ['usages', 'vm-sizes'] });
  const regions = await findOfferingRegions(sql, place);
  const found = candidates(demand, regions, workspaceKey, new Date());
  const offers = pricedOffers(found, await pricesFor(sql, settings, found, subscriptionId));
  const isAsked = ({ vmSize }: SizeOffer): boolean =>
    vmSize.toLowerCase() === demand.vmSize.toLowerCase();
  const others = new Set(offers.filter((offer) => !isAsked(offer)).slice(0, mostOthers));
  return offers.filter((offer) => isAsked(offer) || others.has(offer));
}

/** One statement a region. */
async function pricesFor(
  sql: Sql,
  settings: PriceSettings,
  found: readonly Candidate[],
  subscriptionId: string,
): Promise<VmPrice[]> {
  const prices: VmPrice[] = [];
  for (const [location, there] of Map.groupBy(found, (offer) => offer.location))
    prices.push(
      ...(await findPrices(sql, settings, {
        location,
        vmSizes: there.map(({ vmSize }) => vmSize),
        vmPriority: there[0]?.vmPriority ?? null,
        subscriptionId,
      })),
    );
  return prices;
}
