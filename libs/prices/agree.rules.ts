import { Decimal } from 'decimal.js';
import { vmPriorities, type EstimatedPrices, type VmPriority } from '#libs/resources';
import type { StoredPrices } from './find-prices.repository.js';
import { osDisk, type ListedPrice } from './listed-price.value.js';
import { amountOf } from './money.value.js';
import type { RegionPrices, VmPrice } from './vm-price.js';

export interface PriceQuestion {
  location: string;
  /** ISO 4217. */
  currency: string;
  /** As the asker writes them; null: every size that is known. */
  vmSizes: readonly string[] | null;
  /** Null: both. */
  vmPriority: VmPriority | null;
  /** Why the Retail Prices API is not asked; undefined where it is. */
  notAsked: string | undefined;
  now: Date;
}

/**
 * One line for each size and tier. What Azure Machine Learning tells is rounded to the cent: where Retail's price is the same to the cent,
 * its digits are taken; where it is another, Azure Machine Learning's word counts (docs/adr/0071).
 */
export function pricesOf(question: PriceQuestion, stored: StoredPrices): VmPrice[] {
  const { vmPriority } = question;
  const tiers = vmPriority === null ? vmPriorities : [vmPriority];
  const listed = new Map(
    stored.listed?.prices.map((price) => [`${price.item} ${price.vmPriority}`, price]),
  );
  return sizesOf(question, stored).flatMap((vmSize) =>
    tiers.map((tier) => {
      const key = vmSize.toLowerCase();
      const estimated = stored.estimated && {
        at: stored.estimated.readAt,
        usdHour: stored.estimated.sizes[key]?.usdHour ?? {},
      };
      return priceOf(question, stored, {
        vmSize,
        vmPriority: tier,
        estimated,
        listed: listed.get(`${key} ${tier}`),
      });
    }),
  );
}

/** What a disk of an operating system costs a month in the region, or why that is not known. */
export function osDiskOf(question: PriceQuestion, stored: StoredPrices): RegionPrices['osDisk'] {
  const { location, currency } = question;
  const listed = stored.listed?.prices.find(({ item }) => item === osDisk);
  const amount = listed?.amount ?? null;
  if (amount !== null)
    return {
      location,
      monthly: { amount: amountOf(amount), currency },
      missingBecause: null,
    };
  const why = listed?.missingBecause ?? whyNone(question, stored, 'a disk of 128 GB');
  return { location, monthly: null, missingBecause: why };
}

/** Azure Machine Learning's sizes where they are known: others cannot be had from it. */
function sizesOf({ vmSizes }: PriceQuestion, { estimated, listed }: StoredPrices): string[] {
  const known = estimated
    ? Object.entries(estimated.sizes).map(([key, { name }]) => name ?? key)
    : (listed?.prices ?? []).map(({ name }) => name).filter((name) => /^standard_/i.test(name));
  const byKey = new Map(known.map((name) => [name.toLowerCase(), name]));
  if (vmSizes === null) return [...byKey.values()].sort();
  return vmSizes.map((name) => byKey.get(name.toLowerCase()) ?? name);
}

interface Told {
  vmSize: string;
  vmPriority: VmPriority;
  estimated: { at: string; usdHour: EstimatedPrices } | null;
  listed: ListedPrice | undefined;
}

function priceOf(question: PriceQuestion, stored: StoredPrices, told: Told): VmPrice {
  const { location, currency, now } = question;
  const { vmSize, vmPriority, estimated, listed } = told;
  const listedAt = stored.listed?.readAt ? new Date(stored.listed.readAt) : now;
  const line = { vmSize, location, vmPriority };
  const amount = listed?.amount ?? null;
  const rounded = currency === 'USD' ? estimated?.usdHour[vmPriority] : undefined;
  if (estimated && rounded !== undefined && !(amount !== null && agree(amount, rounded)))
    return {
      ...line,
      hourly: { amount: amountOf(rounded), currency },
      source: 'Azure Machine Learning',
      asOf: new Date(estimated.at),
      missingBecause: null,
    };
  if (amount !== null)
    return {
      ...line,
      hourly: { amount: amountOf(amount), currency },
      source: 'Azure Retail Prices API',
      asOf: listedAt,
      missingBecause: null,
    };
  return {
    ...line,
    hourly: null,
    source: 'none',
    asOf: listedAt,
    missingBecause: listed?.missingBecause ?? whyNone(question, stored, nameOf(told)),
  };
}

/** Rounded to the cent, up or down, the one may be the other. */
const agree = (amount: string, rounded: string): boolean =>
  new Decimal(amount).minus(rounded).abs().lte('0.005');

const nameOf = ({ vmSize, vmPriority }: Told): string =>
  vmPriority === 'LOW_PRIORITY' ? `low priority of ${vmSize}` : vmSize;

function whyNone(
  { location, currency, notAsked }: PriceQuestion,
  { listed }: StoredPrices,
  what: string,
): string {
  if (notAsked !== undefined) return notAsked;
  if (listed?.readAt) return `Azure lists no price in ${currency} for ${what} in ${location}.`;
  if (listed?.error) return `The prices of ${location} could not be read: ${listed.error.message}`;
  return `The prices of ${location} were not read yet: ask again in a minute.`;
}
