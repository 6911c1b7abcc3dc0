import { expect, it } from 'vitest';
import { priceTable } from '../../apps/azure-simulator/src/retail-prices/price-table.js';
import { retailInProcess } from '../../test/support/retail-prices.js';
import { readRegion } from './read-region.js';

const { regions, sizes } = priceTable();
const clock = { now: () => new Date('2026-11-29T12:00:00Z') };
const signal = new AbortController().signal;

it('reads every price of the table, one a size and region, among all that is taken for it', async () => {
  let compared = 0;
  let asWindows = 0;
  for (const location of regions) {
    const read = await readRegion(retailInProcess, { location, currency: 'USD' }, clock, signal);
    const dedicated = new Map(
      read
        .filter((each) => each.vmPriority === 'DEDICATED')
        .map(({ name, amount }) => [name, amount]),
    );
    const wrong: unknown[] = [];
    for (const { name, prices } of sizes) {
      const listed = prices.get(location);
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
  const lowOf = async (location: string, size: string) => {
    const read = await readRegion(retailInProcess, { location, currency: 'USD' }, clock, signal);
    return read.find(({ name, vmPriority }) => name === size && vmPriority === 'LOW_PRIORITY');
  };
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
