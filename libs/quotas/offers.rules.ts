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

/** What is asked of every region alike. */
export interface WantedOffers {
  /** Of the size that was asked for, where any region tells of it. */
  size: VmSizeFacts | undefined;
  workspaceKey: string | null;
  now: Date;
}

export const sizeIn = (
  { vmSize }: QuotaDemand,
  regions: readonly OfferingRegion[],
): VmSizeFacts | undefined =>
  regions.map(({ sizes }) => sizes?.[vmSize.toLowerCase()]).find((size) => size !== undefined);

/**
 * What could be had in a region instead: sizes with no less of anything in which all nodes fit, and what became there of the size
 * that was asked for.
 */
export function candidates(
  demand: QuotaDemand,
  region: OfferingRegion,
  wanted: WantedOffers,
): Candidate[] {
  const key = demand.vmSize.toLowerCase();
  const { size: asked } = wanted;
  const usagesFor = byFamily(region.usages);
  const judge = (name: string): OfferAvailability =>
    availabilityOf(demand, name, { ...region, usages: usagesFor(region.sizes?.[name]) }, wanted);
  const offer = (vmSize: string, availability: OfferAvailability): Candidate => ({
    vmSize,
    location: region.location,
    vmPriority: demand.vmPriority,
    availability,
  });
  const others = Object.entries(region.sizes ?? {}).filter(
    ([name, size]) => name !== key && asked && isNoLess(size, asked) && isSuited(size, demand),
  );
  const families = Map.groupBy(others, ([, { family }]) => familyKey(family));
  const fit = [...families.values()].flatMap((family) => thoseThatFit(family, judge));
  return [
    offer(asked?.name ?? demand.vmSize, judge(key)),
    ...fit.map(([name, size]) => offer(size.name ?? name, 'AVAILABLE')),
  ];
}

type NamedSize = readonly [name: string, size: VmSizeFacts];

/** What fits of a family: where one does, all with fewer vCPUs do, and so a few are judged of hundreds. */
function thoseThatFit(
  family: readonly NamedSize[],
  judge: (name: string) => OfferAvailability,
): NamedSize[] {
  const growing = family.toSorted(([, a], [, b]) => a.vCpus - b.vCpus);
  let [fit, unfit] = [0, growing.length];
  while (fit < unfit) {
    const middle = Math.floor((fit + unfit) / 2);
    if (judge(growing[middle]?.[0] ?? '') === 'AVAILABLE') fit = middle + 1;
    else unfit = middle;
  }
  return growing.slice(0, fit);
}

/** Of hundreds of lines those alone that may count a size. */
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
  { workspaceKey, now }: WantedOffers,
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

/** Offers with their prices, in the order of `inOrder`. */
export function pricedOffers(
  offers: readonly Candidate[],
  prices: readonly VmPrice[],
): SizeOffer[] {
  const hourly = new Map(prices.map((price) => [keyOf(price), price.hourly]));
  return inOrder(
    offers.map((offer) => ({ ...offer, hourlyPrice: hourly.get(keyOf(offer)) ?? null })),
  );
}

/** Those that would fit first, and of these the cheapest; what has no known price comes last, for it is not free. */
export const inOrder = (offers: readonly SizeOffer[]): SizeOffer[] =>
  offers
    .map((offer) => ({ offer, key: keyOf(offer), price: priceOf(offer) }))
    .toSorted(
      (a, b) =>
        ranks[a.offer.availability] - ranks[b.offer.availability] ||
        comparePrices(a.price, b.price) ||
        (a.key < b.key ? -1 : 1),
    )
    .map(({ offer }) => offer);

const keyOf = ({ vmSize, location, vmPriority }: Omit<Candidate, 'availability'>): string =>
  `${vmSize.toLowerCase()} ${location} ${vmPriority}`;

const priceOf = ({ hourlyPrice }: SizeOffer): Decimal | null =>
  hourlyPrice && new Decimal(hourlyPrice.amount);

function comparePrices(a: Decimal | null, b: Decimal | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.comparedTo(b);
}
