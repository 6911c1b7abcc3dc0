import type { Decimal } from 'decimal.js';
import type { Money } from '#libs/prices';
import type { BilledCompute } from './billed-compute.value.js';
import { costOf, linesOf, moneyOf, type PricedLine } from './cost-lines.rules.js';
import type { CostEstimate } from './cost-estimate.value.js';
import type { EstimatePrices } from './estimate-prices.value.js';
import { Exact, hoursAMonth, hoursAWeek } from './exact.value.js';

/** What changes of what is billed; null: it does not stand then. */
export interface CostedChange {
  name: string;
  before: BilledCompute | null;
  after: BilledCompute | null;
}

/** How long it is said to be used. */
export interface ExpectedUsage {
  /** 0 to 168. */
  hoursPerWeek: number;
}

/**
 * What stands after the changes costs an hour at least and at most, and a month where it is said how long it is used. Sums leave out what
 * is billed by use and what has no known price, and say so; without a price of machines there is no sum.
 */
export function estimateCost(
  changes: readonly CostedChange[],
  prices: EstimatePrices,
  usage: ExpectedUsage | null,
): CostEstimate {
  const lines = allLines(changes, 'after', prices);
  const { currency } = prices;
  const asOf = lines.flatMap(({ price }) => (price?.hourly ? [price.asOf.getTime()] : []));
  const sources = new Set(lines.flatMap(({ price }) => (price?.hourly ? [price.source] : [])));
  return {
    hourlyFloor: moneyOf(sumOf(lines, 'least'), currency),
    hourlyCeiling: moneyOf(sumOf(lines, 'most'), currency),
    monthlyExpected: usage && moneyOf(expectedOf(lines, usage), currency, 2),
    lines: lines.map(({ line }) => line),
    assumptions: [...new Set(assumptionsOf(changes, lines, prices, usage))],
    priceSource: [...sources].sort().join(', ') || 'none',
    priceAsOf: asOf.length > 0 ? new Date(Math.min(...asOf)) : null,
  };
}

const allLines = (
  changes: readonly CostedChange[],
  when: 'before' | 'after',
  prices: EstimatePrices,
): PricedLine[] =>
  changes.flatMap((change) => {
    const billed = change[when];
    return billed ? linesOf(change.name, billed, prices) : [];
  });

/** Undefined where machines have no price. */
function sumOf(lines: readonly PricedLine[], end: 'least' | 'most'): Decimal | undefined {
  return sum(lines, ({ range, hourly }) => costOf(range[end], hourly));
}

/** The most for as long as it is used, and the least for the rest of the month; what is billed always, always. */
const expectedOf = (
  lines: readonly PricedLine[],
  { hoursPerWeek }: ExpectedUsage,
): Decimal | undefined => {
  const used = new Exact(hoursPerWeek).div(hoursAWeek).times(hoursAMonth);
  const rest = new Exact(hoursAMonth).minus(used);
  return sum(lines, ({ range, hourly, isAlways }) => {
    const most = costOf(range.most, hourly);
    const least = costOf(range.least, hourly);
    if (isAlways) return most?.times(hoursAMonth);
    return most && least?.times(rest).plus(most.times(used));
  });
};

function sum(
  lines: readonly PricedLine[],
  costOfLine: (line: PricedLine) => Decimal | undefined,
): Decimal | undefined {
  let total = new Exact(0);
  for (const line of lines) {
    const cost = costOfLine(line);
    if (cost === undefined && line.isMachines) return undefined;
    total = total.plus(cost ?? 0);
  }
  return total;
}

function assumptionsOf(
  changes: readonly CostedChange[],
  lines: readonly PricedLine[],
  prices: EstimatePrices,
  usage: ExpectedUsage | null,
): string[] {
  const isBilled = lines.some(({ isMachines }) => isMachines);
  return [
    ...(isBilled ? ['Prices are those of the public list for Linux, paid as it is used.'] : []),
    ...changes.flatMap(({ after }) => after?.assumptions ?? []),
    ...lines.flatMap(({ told }) => (told === undefined ? [] : [told])),
    ...(isBilled ? [usageInWords(usage)] : []),
    ...beforeInWords(changes, prices),
  ];
}

const usageInWords = (usage: ExpectedUsage | null): string =>
  usage
    ? `It is used ${usage.hoursPerWeek} hours a week, with the most nodes, and has the fewest for the rest of a month of ${hoursAMonth} hours.`
    : 'What it will cost a month is not known: nobody said for how many hours a week it is used.';

function beforeInWords(changes: readonly CostedChange[], prices: EstimatePrices): string[] {
  if (changes.every(({ before }) => before === null)) return [];
  const lines = allLines(changes, 'before', prices);
  const floor = moneyOf(sumOf(lines, 'least'), prices.currency);
  const ceiling = moneyOf(sumOf(lines, 'most'), prices.currency);
  return [`Before: ${amountInWords(floor)} to ${amountInWords(ceiling)} an hour.`];
}

const amountInWords = (money: Money | null): string =>
  money ? `${money.amount} ${money.currency}` : 'an unknown amount';
