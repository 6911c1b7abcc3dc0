import { findPrices, type Money } from '#libs/prices';
import type { VmPriority } from '#libs/resources';
import type { ReadDeps } from '../read-deps.js';
import type { VmSize } from './vm-size.schema.js';

/** A VM size, and what it costs an hour; null: not known, and vmPrices says why. */
export interface PricedVmSize extends VmSize {
  dedicatedHourly: Money | null;
  lowPriorityHourly: Money | null;
}

/** Sizes of a region as Azure listed them just now, with their prices: one statement for all of them. */
export async function withPrices(
  { pool, prices: settings }: Pick<ReadDeps, 'pool' | 'prices'>,
  location: string,
  sizes: readonly VmSize[],
): Promise<PricedVmSize[]> {
  const told = sizes.map(({ name, usdHour }) => [name.toLowerCase(), { name, usdHour }] as const);
  const prices = await findPrices(pool, settings, {
    location,
    vmSizes: sizes.map(({ name }) => name),
    vmPriority: null,
    subscriptionId: null,
    estimated: { readAt: new Date().toISOString(), sizes: Object.fromEntries(told) },
  });
  const hourly = new Map(
    prices.map((price) => [`${price.vmSize} ${price.vmPriority}`, price.hourly]),
  );
  const hourlyOf = (name: string, vmPriority: VmPriority): Money | null =>
    hourly.get(`${name} ${vmPriority}`) ?? null;
  return sizes.map((size) => ({
    ...size,
    dedicatedHourly: hourlyOf(size.name, 'DEDICATED'),
    lowPriorityHourly: hourlyOf(size.name, 'LOW_PRIORITY'),
  }));
}
