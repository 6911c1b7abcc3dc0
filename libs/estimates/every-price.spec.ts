import { expect, it } from 'vitest';
import { pricesOf, type ListedPrice } from '#libs/prices';
import { priceTable } from '../../apps/azure-simulator/src/retail-prices/price-table.js';
import { retailInProcess } from '../../test/support/retail-prices.js';
import { billedComputeCluster } from '../kinds/compute-clusters/compute-cluster.billed.js';
import { readRegion } from '../prices/read-region.js';
import { estimateCost } from './estimate-cost.rules.js';

const { regions, sizes } = priceTable();
const clock = { now: () => new Date('2026-11-29T12:00:00Z') };
const signal = new AbortController().signal;

const read = new Map<string, ListedPrice[]>();

/** What the Retail Prices API answers of a region, read once for all tests. */
async function pricesIn(location: string): Promise<ListedPrice[]> {
  const region = { location, currency: 'USD' };
  const prices = read.get(location) ?? (await readRegion(retailInProcess, region, clock, signal));
  read.set(location, prices);
  return prices;
}

it('reads every price of the table, one a size and region, among all that is taken for it', async () => {
  let compared = 0;
  let asWindows = 0;
  for (const location of regions) {
    const prices = await pricesIn(location);
    const dedicated = new Map(
      prices
        .filter((each) => each.vmPriority === 'DEDICATED')
        .map(({ name, amount }) => [name, amount]),
    );
    const wrong: unknown[] = [];
    for (const { name, prices: ofSize } of sizes) {
      const listed = ofSize.get(location);
      const found = dedicated.get(name);
      if (!listed && found) wrong.push([name, found]);
      if (!listed) continue;
      compared += 1;
      if (listed.isOfWindows) {
        asWindows += 1;
        if (!found || Number(found) >= Number(listed.usdHour)) wrong.push([name, found, listed]);
      } else if (Number(found) !== Number(listed.usdHour)) wrong.push([name, found, listed]);
    }
    expect([location, wrong]).toEqual([location, []]);
  }
  expect({ compared, asWindows }).toEqual({ compared: 59_480, asWindows: 1_410 });
}, 120_000);

it('reads low priority as it is listed, 0.20 of dedicated or another part, and none where none is', async () => {
  const lowOf = async (location: string, size: string) =>
    (await pricesIn(location)).find(
      ({ name, vmPriority }) => name === size && vmPriority === 'LOW_PRIORITY',
    );
  expect(await lowOf('westeurope', 'Standard_D3_v2')).toMatchObject({ amount: '0.054' });
  expect(await lowOf('canadacentral', 'Standard_NC96ads_A100_v4')).toMatchObject({
    amount: '8.82',
  });
  expect(await lowOf('westeurope', 'Standard_NC96ads_A100_v4')).toBeUndefined();
  expect(await lowOf('westeurope', 'Standard_D2ads_v5')).toMatchObject({
    amount: null,
    missingBecause: 'Azure lists prices with Windows alone.',
  });
});

interface Estimated {
  /** Of the node alone. */
  line: string | undefined;
  /** Of the node and its load balancer. */
  sum: string | undefined;
}

/** A node of every size that the table has in a region, estimated from what the Retail Prices API answers. */
async function estimatesOf(location: string): Promise<Map<string, Estimated>> {
  const prices = await pricesIn(location);
  const region = { location, currency: 'USD' };
  const machines = pricesOf(
    { ...region, vmSizes: null, vmPriority: 'DEDICATED', notAsked: undefined, now: clock.now() },
    { estimated: null, listed: { readAt: clock.now().toISOString(), error: null, prices } },
  );
  const byName = new Map(machines.map((price) => [price.vmSize, price]));
  return new Map(
    sizes.flatMap(({ name, prices: listed }) => {
      if (!listed.has(location)) return [];
      const price = byName.get(name);
      const scale = { minNodeCount: 1, maxNodeCount: 1 };
      const after = billedComputeCluster({ vmSize: name, location, scale });
      const { hourlyFloor, lines } = estimateCost(
        [{ name: 'it', before: null, after }],
        { currency: 'USD', machines: price ? [price] : [], osDisks: [] },
        null,
      );
      return [[name, { line: lines[0]?.hourlyFloor?.amount, sum: hourlyFloor?.amount }]];
    }),
  );
}

it('estimates every size in every region as the table has it', async () => {
  const compared = { right: 0, asWindows: 0 };
  for (const location of regions) {
    const estimates = await estimatesOf(location);
    const wrong: unknown[] = [];
    for (const { name, prices } of sizes) {
      const listed = prices.get(location);
      if (!listed) continue;
      const { line, sum } = estimates.get(name) ?? {};
      const amount = Number(line);
      const isRight = listed.isOfWindows
        ? amount > 0 && amount < Number(listed.usdHour)
        : amount === Number(listed.usdHour);
      const isSummed = Math.abs(Number(sum) - (amount + 0.01375)) < 5e-10;
      if (!isRight || !isSummed) wrong.push([name, line, sum, listed]);
      compared[listed.isOfWindows ? 'asWindows' : 'right'] += 1;
    }
    expect([location, wrong]).toEqual([location, []]);
  }
  expect(compared).toEqual({ right: 58_070, asWindows: 1_410 });
}, 120_000);
