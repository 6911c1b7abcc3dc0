import { systemClock, type Clock } from '#libs/kernel';
import type { Sql } from '#libs/database';
import type { ListedPrice } from './listed-price.value.js';
import {
  countPrices,
  noteFailure,
  pickRegion,
  wantsQuiet,
  writePrices,
} from './price-list.repository.js';
import { readRegion, type PricedRegion } from './read-region.js';
import { RetailPricesError, type RetailPricesPort } from './retail-prices.port.js';

export interface RefreshDependencies {
  pool: Sql;
  retail: RetailPricesPort;
  /** ISO 4217. */
  currency: string;
  clock?: Pick<Clock, 'now'>;
}

/** Asks for no further page once the API asked another worker to leave it alone. */
const polite = (pool: Sql, retail: RetailPricesPort): RetailPricesPort => ({
  async page(query, signal) {
    if (!(await wantsQuiet(pool))) return retail.page(query, signal);
    throw new RetailPricesError(
      'RetailPricesThrottled',
      'The Retail Prices API wants to be left alone for a while.',
    );
  },
});

/** A list may lose sizes, and never so many at once: a list with less was cut off. */
const leastPart = 0.5;

/**
 * Reads the prices of one region that is due, and answers which; undefined where none is. Any number of workers may: each takes another
 * region, and what one left is taken up by the next. How long the API asks one of them to wait, all of them wait. Where the list cannot
 * be read, the prices that were kept stay, with the reason.
 * Rejects where the database does not answer, or with the signal's reason.
 */
export async function refreshPrices(
  { pool, retail, currency, clock = systemClock }: RefreshDependencies,
  signal: AbortSignal,
): Promise<string | undefined> {
  const location = await pickRegion(pool, currency);
  if (location === undefined) return undefined;
  const region = { location, currency };
  try {
    const prices = await readRegion(polite(pool, retail), region, clock, signal);
    await checkWhole(pool, region, prices);
    await writePrices(pool, region, prices);
  } catch (error) {
    if (!(error instanceof RetailPricesError)) throw error;
    await noteFailure(pool, region, error);
  }
  return location;
}

async function checkWhole(
  pool: Sql,
  region: PricedRegion,
  prices: readonly ListedPrice[],
): Promise<void> {
  const kept = await countPrices(pool, region);
  const read = prices.filter(({ amount }) => amount !== null).length;
  if (read >= kept * leastPart) return;
  throw new RetailPricesError(
    'RetailPricesCutOff',
    `The Retail Prices API lists ${read} prices of ${region.location} where it listed ${kept}.`,
  );
}
