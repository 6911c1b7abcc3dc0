import { expect, it } from 'vitest';
import { pricesOf } from '#libs/prices';
import { priceTable } from '../../apps/azure-simulator/src/retail-prices/price-table.js';
import { retailInProcess } from '../../test/support/retail-prices.js';
import { billedComputeCluster } from '../kinds/compute-clusters/compute-cluster.billed.js';
import { readRegion } from '../prices/read-region.js';
import { estimateCost } from './estimate-cost.rules.js';

const { regions, sizes } = priceTable();
const clock = { now: () => new Date('2026-11-29T12:00:00Z') };
const signal = new AbortController().signal;

/** A node of every size that the table has in a region, estimated from what the Retail Prices API answers. */
async function estimatesOf(location: string): Promise<Map<string, string | undefined>> {
  const region = { location, currency: 'USD' };
  const prices = await readRegion(retailInProcess, region, clock, signal);
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
      // The sum is the node and its load balancer.
      const sum = Number(lines[0]?.hourlyFloor?.amount) + 0.01375;
      expect(Number(hourlyFloor?.amount)).toBeCloseTo(sum, 9);
      return [[name, lines[0]?.hourlyFloor?.amount] as const];
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
      const amount = Number(estimates.get(name));
      const isRight = listed.isOfWindows
        ? amount > 0 && amount < Number(listed.usdHour)
        : amount === Number(listed.usdHour);
      if (!isRight) wrong.push([name, amount, listed]);
      compared[listed.isOfWindows ? 'asWindows' : 'right'] += 1;
    }
    expect([location, wrong]).toEqual([location, []]);
  }
  expect(compared).toEqual({ right: 58_070, asWindows: 1_410 });
}, 120_000);
