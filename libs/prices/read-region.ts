import type { Clock } from '#libs/kernel';
import { chooseDisk, choosePrices } from './choose-price.rules.js';
import type { ListedPrice } from './listed-price.value.js';
import { RetailPricesError, type RetailPricesPort } from './retail-prices.port.js';
import { retailRowSchema, type RetailRow } from './retail-row.schema.js';

export interface PricedRegion {
  /** Lower case, as Azure lists it. */
  location: string;
  /** ISO 4217. */
  currency: string;
}

/** A region has about a dozen; more is a list of something else. */
const mostPages = 60;

/** All prices of a region, one a size and tier. Rejects with RetailPricesError, or with the signal's reason. */
export async function readRegion(
  retail: RetailPricesPort,
  region: PricedRegion,
  clock: Pick<Clock, 'now'>,
  signal: AbortSignal,
): Promise<ListedPrice[]> {
  const asked = { ...region, at: clock.now() };
  const read = (filter: string): Promise<RetailRow[]> => readRows(retail, region, filter, signal);
  const machines = choosePrices(await read("serviceName eq 'Virtual Machines'"), asked);
  const disks = await read("serviceName eq 'Storage' and skuName eq 'P10 LRS'");
  return [...machines, chooseDisk(disks, asked)];
}

/** Every page. Pages are counted by their rows, whatever their links say (docs/azure-facts.md#prices). */
async function readRows(
  retail: RetailPricesPort,
  { location, currency }: PricedRegion,
  what: string,
  signal: AbortSignal,
): Promise<RetailRow[]> {
  const filter = `${what} and armRegionName eq '${location}' and priceType eq 'Consumption'`;
  const rows: RetailRow[] = [];
  for (let pages = 0; pages < mostPages; pages += 1) {
    signal.throwIfAborted();
    const page = await retail.page({ filter, currency, skip: rows.length }, signal);
    if (!page || page.rows.length === 0) return rows;
    const read = page.rows.map((row) => retailRowSchema.parse(row));
    if (read.some(({ armRegionName }) => armRegionName !== location)) throw notFiltered(location);
    rows.push(...read);
    if (!page.goesOn) return rows;
  }
  throw new RetailPricesError(
    'RetailPricesEndless',
    `The Retail Prices API goes on after ${mostPages} pages of ${location}.`,
  );
}

const notFiltered = (location: string): RetailPricesError =>
  new RetailPricesError(
    'RetailPricesNotFiltered',
    `The Retail Prices API was asked for ${location} and answered with other regions.`,
  );
