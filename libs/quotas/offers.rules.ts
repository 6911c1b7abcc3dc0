import { Decimal } from 'decimal.js';
import type { VmPrice } from '#libs/prices';
import { familyKey, isSuited, type Usage, type VmSizeFacts } from '#libs/resources';
import { judgeQuota } from './judge-quota.rules.js';
import { nothingHeld } from './known-quota.value.js';
import type { OfferAvailability, SizeOffer } from './quota-check.value.js';
import type { QuotaDemand } from './quota-demand.value.js';

/** What is known of a region that might do instead; null: it was not read. */
export interface OfferingRegion {
  location: string;
  usages: readonly Usage[] | null;
  readAt: Date | null;
  sizes: Readonly<Record<string, VmSizeFacts>> | null;
}

/** An offer whose price is still to be found. */
export type Candidate = Omit<SizeOffer, 'hourlyPrice'>;

/**
 * What could be had instead: sizes with no less of anything in which all nodes fit, in any of the regions, and what became of the size
 * that was asked for in each of them.
 */
export function candidates(
  demand: QuotaDemand,
  regions: readonly OfferingRegion[],
  workspaceKey: string | null,
  now: Date,
): Candidate[] {
  const key = demand.vmSize.toLowerCase();
  const asked = regions.map(({ sizes }) => sizes?.[key]).find((size) => size !== undefined);
  return regions.flatMap((region) => {
    const { location } = region;
    const usagesFor = byFamily(region.usages);
    const offer = (vmSize: string, availability: OfferAvailability): Candidate => ({
      vmSize,
      location,
      vmPriority: demand.vmPriority,
      availability,
    });
    const availability = (name: string): OfferAvailability =>
      availabilityOf(
        demand,
        name,
        { ...region, usages: usagesFor(region.sizes?.[name]) },
        workspaceKey,
        now,
      );
    const others = Object.entries(region.sizes ?? {}).flatMap(([name, size]) =>
      name !== key && asked && isNoLess(size, asked) && isSuited(size, demand)
        ? [offer(size.name ?? name, availability(name))]
        : [],
    );
    return [
      offer(asked?.name ?? demand.vmSize, availability(key)),
      ...others.filter(({ availability }) => availability === 'AVAILABLE'),
    ];
  });
}

/** Of hundreds of lines those alone that may count a size; each size has a look at them. */
function byFamily(
  usages: readonly Usage[] | null,
): (size: VmSizeFacts | undefined) => readonly Usage[] | null {
  const lines = Map.groupBy(usages ?? [], (line) => line.familyKey);
  return (size) =>
    usages && [...(lines.get('') ?? []), ...(lines.get(familyKey(size?.family ?? '')) ?? [])];
}

/** The same work runs on it. */
const isNoLess = (size: VmSizeFacts, asked: VmSizeFacts): boolean =>
  size.vCpus >= asked.vCpus &&
  (size.memoryGb ?? asked.memoryGb ?? 0) >= (asked.memoryGb ?? 0) &&
  (size.gpus ?? 0) >= (asked.gpus ?? 0) &&
  (size.gpus ?? 0) > 0 === (asked.gpus ?? 0) > 0;

function availabilityOf(
  demand: QuotaDemand,
  key: string,
  { location, usages, readAt, sizes }: OfferingRegion,
  workspaceKey: string | null,
  now: Date,
): OfferAvailability {
  if (sizes === null) return 'UNKNOWN';
  const size = sizes[key];
  if (!size || !isSuited(size, demand)) return 'NOT_OFFERED';
  const { atMost } = demand.nodes;
  const all = { atOnce: atMost, needed: atMost, atMost };
  const wanted = { ...demand, vmSize: key, location, nodes: all };
  const known = { usages, readAt, sizes, held: nothingHeld };
  const asked = { workspaceKey, computeKey: null };
  const { fits, isWithoutNodes } = judgeQuota(wanted, known, asked, now);
  if (isWithoutNodes) return 'NOT_OFFERED';
  return fits === null ? 'UNKNOWN' : fits ? 'AVAILABLE' : 'NO_QUOTA';
}

const ranks: Record<OfferAvailability, number> = {
  AVAILABLE: 0,
  UNKNOWN: 1,
  NO_QUOTA: 2,
  NOT_OFFERED: 3,
};

/** Those that would fit first, and of these the cheapest; what has no known price comes last, for it is not free. */
export function pricedOffers(
  offers: readonly Candidate[],
  prices: readonly VmPrice[],
): SizeOffer[] {
  const hourly = new Map(prices.map((price) => [keyOf(price), price.hourly]));
  return offers
    .map((offer) => ({ ...offer, hourlyPrice: hourly.get(keyOf(offer)) ?? null }))
    .toSorted(
      (a, b) =>
        ranks[a.availability] - ranks[b.availability] ||
        comparePrices(a, b) ||
        keyOf(a).localeCompare(keyOf(b), 'en'),
    );
}

const keyOf = ({ vmSize, location, vmPriority }: Omit<Candidate, 'availability'>): string =>
  `${vmSize.toLowerCase()} ${location} ${vmPriority}`;

function comparePrices({ hourlyPrice: a }: SizeOffer, { hourlyPrice: b }: SizeOffer): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return new Decimal(a.amount).comparedTo(b.amount);
}
