import type { Decimal } from 'decimal.js';
import { amountOf, type Money, type VmPrice } from '#libs/prices';
import type { BilledCompute, Range } from './billed-compute.value.js';
import type { CostLine } from './cost-estimate.value.js';
import type { EstimatePrices } from './estimate-prices.value.js';
import { Exact, hoursAMonth } from './exact.value.js';

/** A line, and what one of its things costs an hour; undefined: not known, or by use. */
export interface PricedLine {
  line: CostLine;
  range: Range;
  hourly: Decimal | undefined;
  /** Without it there is no sum. */
  isMachines: boolean;
  /** Whether it is billed in full whatever is used. */
  isAlways: boolean;
  price?: VmPrice | undefined;
  /** What the estimate must say of it. */
  told?: string;
}

/** About what a load balancer costs a day, USD (docs/azure-facts.md#prices). */
const loadBalancerUsdDay = '0.33';

const tiers = { DEDICATED: 'dedicated', LOW_PRIORITY: 'low priority' } as const;

/** The lines of one compute; `name` tells it from others. */
export function linesOf(name: string, billed: BilledCompute, prices: EstimatePrices): PricedLine[] {
  const { machines, loadBalancers, osDisks, byUse } = billed;
  return [
    ...(machines ? [machineLine(name, machines, prices)] : []),
    ...(loadBalancers.most > 0 ? [loadBalancerLine(name, loadBalancers, prices)] : []),
    ...(osDisks > 0 ? [diskLine(name, osDisks, machines?.location ?? '', prices)] : []),
    ...byUse.map((what) => useLine(name, what)),
  ];
}

function machineLine(
  name: string,
  { vmSize, vmPriority, location, ...range }: NonNullable<BilledCompute['machines']>,
  { machines, currency }: EstimatePrices,
): PricedLine {
  const price = machines.find(
    (one) =>
      one.vmSize.toLowerCase() === vmSize.toLowerCase() &&
      one.vmPriority === vmPriority &&
      one.location === location,
  );
  const hourly = price?.hourly ? new Exact(price.hourly.amount) : undefined;
  const what = `${name}: ${vmSize}, ${tiers[vmPriority]}, ${location}`;
  const line = priced(what, quantityOf(range, 'node'), range, hourly, currency);
  const why = price?.missingBecause ?? `the prices of ${location} were not looked up.`;
  return {
    ...line,
    isMachines: true,
    price,
    ...(hourly === undefined && { told: `${what} has no price: ${why}` }),
  };
}

function loadBalancerLine(name: string, range: Range, { currency }: EstimatePrices): PricedLine {
  const hourly = currency === 'USD' ? new Exact(loadBalancerUsdDay).div(24) : undefined;
  const quantity = quantityOf(range, 'load balancer');
  return {
    ...priced(`${name}: load balancer`, quantity, range, hourly, currency),
    told: hourly
      ? `A load balancer costs about ${loadBalancerUsdDay} USD a day, as Microsoft's page on costs has it.`
      : `What a load balancer costs is known in USD alone: it is in no sum.`,
  };
}

function diskLine(
  name: string,
  count: number,
  location: string,
  { osDisks, currency }: EstimatePrices,
): PricedLine {
  const found = osDisks.find((one) => one.location === location);
  const hourly = found?.monthly ? new Exact(found.monthly.amount).div(hoursAMonth) : undefined;
  const range = { least: count, most: count };
  const line = priced(
    `${name}: disk of the operating system (P10)`,
    quantityOf(range, 'disk'),
    range,
    hourly,
    currency,
  );
  const why = found?.missingBecause ?? `the prices of ${location} were not looked up.`;
  return {
    ...line,
    isAlways: true,
    ...(hourly === undefined && { told: `The disk is in no sum: ${why}` }),
  };
}

const useLine = (name: string, what: string): PricedLine => ({
  line: { name: `${name}: ${what}`, quantity: 'by use', hourlyFloor: null, hourlyCeiling: null },
  range: { least: 0, most: 0 },
  hourly: undefined,
  isMachines: false,
  isAlways: false,
  told: `${what} is billed by use: it is in no sum.`,
});

function priced(
  name: string,
  quantity: string,
  range: Range,
  hourly: Decimal | undefined,
  currency: string,
): PricedLine {
  const times = (count: number): Money | null => moneyOf(costOf(count, hourly), currency);
  return {
    line: {
      name,
      quantity,
      hourlyFloor: times(range.least),
      hourlyCeiling: times(range.most),
    },
    range,
    hourly,
    isMachines: false,
    isAlways: false,
  };
}

/** None of something costs nothing, whatever one would. */
export const costOf = (count: number, hourly: Decimal | undefined): Decimal | undefined =>
  count === 0 ? new Exact(0) : hourly?.times(count);

/** To ten digits behind the point: a month's price is divided by its hours. */
export const moneyOf = (
  amount: Decimal | undefined,
  currency: string,
  digits = 10,
): Money | null => (amount ? { amount: amountOf(amount.toDecimalPlaces(digits)), currency } : null);

const quantityOf = ({ least, most }: Range, noun: string): string =>
  `${least === most ? most : `${least} to ${most}`} ${noun}${most === 1 ? '' : 's'}`;
