import type { Sql } from '#libs/database';
import { findPrices, noteWantedReadings, type PriceSettings, type VmPrice } from '#libs/prices';
import { regionsBeside } from './geographies.js';
import { findOfferingRegions } from './offering-regions.repository.js';
import { candidates, inOrder, pricedOffers, sizeIn, type Candidate } from './offers.rules.js';
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
  const wanted = { size: sizeIn(demand, regions), workspaceKey, now: new Date() };
  const offers: SizeOffer[] = [];
  for (const region of regions) {
    const found = candidates(demand, region, wanted);
    const prices = await pricesFor(sql, settings, found, subscriptionId);
    offers.push(...cheapest(demand, pricedOffers(found, prices)));
  }
  return cheapest(demand, inOrder(offers));
}

/** One statement, and so others have their turn between two regions. */
const pricesFor = async (
  sql: Sql,
  settings: PriceSettings,
  found: readonly Candidate[],
  subscriptionId: string,
): Promise<VmPrice[]> => {
  const [first] = found;
  if (!first) return [];
  const { location, vmPriority } = first;
  const vmSizes = found.map(({ vmSize }) => vmSize);
  return findPrices(sql, settings, { location, vmSizes, vmPriority, subscriptionId });
};

/** The first of the others, and all of the size that was asked for. */
function cheapest({ vmSize }: QuotaDemand, offers: readonly SizeOffer[]): SizeOffer[] {
  const key = vmSize.toLowerCase();
  let left = mostOthers;
  return offers.filter((offer) => offer.vmSize.toLowerCase() === key || left-- > 0);
}
