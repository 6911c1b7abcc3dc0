import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshPrices } from '#libs/prices';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { retailInProcess } from '../../test/support/retail-prices.js';
import { billedComputeInstance } from '../kinds/compute-instances/compute-instance.billed.js';
import { estimateCost } from './estimate-cost.rules.js';
import { rememberPrices } from './remember-prices.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const settings = { currency: 'USD', notAsked: undefined };
const inRegion = (location: string) =>
  billedComputeInstance({ vmSize: 'Standard_DS3_v2', location });

const findPrices = rememberPrices(settings);
const estimate = async ({ fresh } = { fresh: false }) => {
  const wanted = [inRegion('westeurope'), inRegion('eastus'), null];
  const asked = { subscriptionId: null, billed: wanted, fresh };
  const prices = await findPrices(database.pool, asked);
  const changes = wanted.map((after, at) => ({ name: `i${at}`, before: null, after }));
  return estimateCost(changes, prices, null);
};

it('finds machines and disks of all regions, once somebody has asked for them', async () => {
  const before = await estimate();
  expect(before).toMatchObject({ hourlyCeiling: null, priceSource: 'none' });
  expect(before.assumptions.join('\n')).toContain('were not read yet: ask again in a minute.');
  const refresh = { pool: database.pool, retail: retailInProcess, currency: 'USD' };
  for (const region of ['eastus', 'westeurope'])
    expect(await refreshPrices(refresh, new AbortController().signal)).toBe(region);
  // That there was none is remembered for two seconds, and these may not have passed.
  const after = await estimate({ fresh: true });
  // 0.272 + 0.293, and for each a disk of 19.71 a month and a load balancer of 0.33 a day.
  expect(after.hourlyCeiling).toEqual({ amount: '0.6465', currency: 'USD' });
  expect(after.hourlyFloor).toEqual({ amount: '0.0815', currency: 'USD' });
  expect(after.priceSource).toBe('Azure Retail Prices API');
});

it('remembers them, and reads them anew for whoever is shown them', async () => {
  const before = await estimate();
  await database.pool.query(
    `UPDATE listed_price SET amount = amount * 2 WHERE location = 'eastus'`,
  );
  expect(await estimate()).toEqual(before);
  const now = await estimate({ fresh: true });
  expect(now.hourlyCeiling).toEqual({ amount: '0.9665', currency: 'USD' });
  expect(await estimate()).toEqual(now);
});
