import type { Sql } from '#libs/database';
import { osDiskOf, pricesOf, type PriceQuestion } from './agree.rules.js';
import { findStored, type StoredPrices } from './find-prices.repository.js';
import { osDisk } from './listed-price.value.js';
import { noteWantedPrices, noteWantedReadings } from './price-list.repository.js';
import type { RegionPrices, VmPrice } from './vm-price.js';

/** How prices are had here. */
export interface PriceSettings {
  /** ISO 4217. */
  currency: string;
  /** Why the Retail Prices API is not asked; undefined where it is. */
  notAsked: string | undefined;
}

export type PricesAsked = Pick<PriceQuestion, 'location' | 'vmSizes' | 'vmPriority'> & {
  /** Of which subscription what Azure Machine Learning told last; null: of none. */
  subscriptionId: string | null;
  /** What it told just now. */
  estimated?: StoredPrices['estimated'];
};

/**
 * The prices of machines as they were read last, in one statement. Of a region that nobody asked for before it is noted that its prices
 * are wanted, of both sources: a worker reads them soon.
 */
export const findPrices = async (
  sql: Sql,
  settings: PriceSettings,
  asked: PricesAsked,
): Promise<VmPrice[]> => (await findRegionPrices(sql, settings, asked)).machines;

/** The same, and that of the disk that computes have for their operating system. */
export async function findRegionPrices(
  sql: Sql,
  { currency, notAsked }: PriceSettings,
  { location, vmSizes, vmPriority, subscriptionId, estimated }: PricesAsked,
): Promise<RegionPrices> {
  const items = vmSizes && [...vmSizes.map((vmSize) => vmSize.toLowerCase()), osDisk];
  const stored = await findStored(sql, { location, currency, subscriptionId, items });
  if (!stored.listed && notAsked === undefined) await noteWantedPrices(sql, { location, currency });
  if (subscriptionId !== null && !stored.estimated)
    await noteWantedReadings(sql, { subscriptionId, locations: [location], what: ['vm-sizes'] });
  const told = estimated ? { ...stored, estimated } : stored;
  const question = { location, currency, vmSizes, vmPriority, notAsked, now: new Date() };
  return { machines: pricesOf(question, told), osDisk: osDiskOf(question, told) };
}
