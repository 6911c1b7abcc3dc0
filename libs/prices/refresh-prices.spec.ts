import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { givenWorkspace } from '../../test/support/engine.js';
import { retailInProcess } from '../../test/support/retail-prices.js';
import { findPrices } from './find-prices.js';
import { refreshPrices } from './refresh-prices.js';
import { RetailPricesError, type RetailPricesPort } from './retail-prices.port.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('DELETE FROM listed_price');
  await database.pool.query('DELETE FROM price_list');
  await database.pool.query('DELETE FROM azure_reading');
});

const settings = { currency: 'USD', notAsked: undefined };
const signal = new AbortController().signal;

const find = (location: string, ...vmSizes: string[]) =>
  findPrices(database.pool, settings, {
    location,
    vmSizes,
    vmPriority: 'DEDICATED',
    subscriptionId: null,
  });

const refresh = (retail: RetailPricesPort = retailInProcess) =>
  refreshPrices({ pool: database.pool, retail, currency: 'USD' }, signal);

const makeDue = () =>
  database.pool.query(
    `UPDATE price_list SET tried_at = '-infinity', read_at = read_at - interval '2 days'`,
  );

const failing = (code: string): RetailPricesPort => ({
  page: () => Promise.reject(new RetailPricesError(code, 'It answered 429.')),
});

describe('prices of a region', () => {
  it('are read once somebody asked, and told with their source and time', async () => {
    const [before] = await find('westeurope', 'Standard_D3_v2');
    expect(before).toMatchObject({
      hourly: null,
      source: 'none',
      missingBecause: 'The prices of westeurope were not read yet: ask again in a minute.',
    });
    expect(await refresh()).toBe('westeurope');
    expect(await refresh()).toBeUndefined();
    const [after] = await find('westeurope', 'STANDARD_D3_V2');
    expect(after).toMatchObject({
      vmSize: 'Standard_D3_v2',
      hourly: { amount: '0.272', currency: 'USD' },
      source: 'Azure Retail Prices API',
      missingBecause: null,
    });
    const { rows } = await database.pool.query<{ read: Date; type: string }>(
      `SELECT l.read_at AS read, pg_typeof(p.amount)::text AS type FROM price_list l JOIN listed_price p USING (location, currency)
       WHERE p.item = 'standard_d3_v2' AND p.vm_priority = 'DEDICATED'`,
    );
    expect(rows[0]?.type).toBe('numeric');
    expect(after?.asOf).toEqual(rows[0]?.read);
  });

  it('stay where the list cannot be read any more, and say since when they are so', async () => {
    await find('westeurope', 'Standard_D3_v2');
    await refresh();
    await makeDue();
    expect(await refresh(failing('RetailPricesThrottled'))).toBe('westeurope');
    const [kept] = await find('westeurope', 'Standard_D3_v2');
    expect(kept?.hourly?.amount).toBe('0.272');
    expect(Date.now() - Number(kept?.asOf)).toBeGreaterThan(47 * 3_600_000);
    const { rows } = await database.pool.query<{ error: unknown }>('SELECT error FROM price_list');
    expect(rows).toEqual([
      { error: { code: 'RetailPricesThrottled', message: 'It answered 429.' } },
    ]);
    // Not at once again: whoever wants to be left alone is.
    expect(await refresh()).toBeUndefined();
  });

  it('are none, and why, where the list never could be read', async () => {
    await find('westeurope', 'Standard_D3_v2');
    await refresh(failing('RetailPricesUnreachable'));
    const [none] = await find('westeurope', 'Standard_D3_v2');
    expect(none?.missingBecause).toBe(
      'The prices of westeurope could not be read: It answered 429.',
    );
  });

  it('stay where the list is cut off', async () => {
    await find('westeurope', 'Standard_D3_v2');
    await refresh();
    await makeDue();
    await refresh({
      page: async (query, whenever) => {
        const page = await retailInProcess.page(query, whenever);
        return query.skip > 1_000 ? undefined : page;
      },
    });
    const { rows } = await database.pool.query<{ kept: number; code: string }>(
      `SELECT (SELECT count(*)::int FROM listed_price WHERE amount IS NOT NULL) AS kept, error->>'code' AS code FROM price_list`,
    );
    expect(rows[0]?.code).toBe('RetailPricesCutOff');
    expect(rows[0]?.kept).toBeGreaterThan(1_000);
  });

  it('are those of another region where no filter is minded: nothing of it is kept', async () => {
    await find('westeurope', 'Standard_D3_v2');
    await refresh({
      page: (query, whenever) =>
        retailInProcess.page({ ...query, filter: "armRegionName eq 'eastus'" }, whenever),
    });
    const { rows } = await database.pool.query(
      `SELECT (SELECT count(*)::int FROM listed_price) AS kept, error->>'code' AS code FROM price_list`,
    );
    expect(rows).toEqual([{ kept: 0, code: 'RetailPricesNotFiltered' }]);
  });

  it('are read by one of several workers each, and what one left is taken up by the next', async () => {
    const regions = ['eastus', 'northeurope', 'uksouth'];
    for (const region of regions) await find(region, 'Standard_D3_v2');
    const taken = await Promise.all([refresh(), refresh(), refresh(), refresh()]);
    expect(taken.filter((location) => location !== undefined).sort()).toEqual(regions);
    await makeDue();
    const killed: RetailPricesPort = { page: () => Promise.reject(new Error('killed')) };
    await expect(refresh(killed)).rejects.toThrow('killed');
    await makeDue();
    const again = await Promise.all([refresh(), refresh(), refresh()]);
    expect(new Set(again)).toEqual(new Set(regions));
    const { rows } = await database.pool.query(
      `SELECT 1 FROM price_list WHERE read_at < now() - interval '1 day'`,
    );
    expect(rows).toEqual([]);
  });

  it('make room a day after there were none', async () => {
    await find('nowhere', 'Standard_D3_v2');
    expect(await refresh()).toBe('nowhere');
    await makeDue();
    expect(await refresh()).toBeUndefined();
    const { rows } = await database.pool.query('SELECT 1 FROM price_list');
    expect(rows).toEqual([]);
  });

  it('are wanted of regions too whose sizes Azure told, and of none that it did not answer for', async () => {
    await database.pool.query(
      `INSERT INTO azure_reading (subscription_id, what, location, read_at)
       VALUES ('s', 'vm-sizes', 'japaneast', now()), ('s', 'vm-sizes', 'aa1', NULL), ('s', 'locations', '', now())`,
    );
    expect(await refresh()).toBe('japaneast');
    expect(await refresh()).toBeUndefined();
  });
});

describe('regions that somebody made up', () => {
  const subscriptionId = '11111111-2222-4333-8444-555555555555';
  const findOf = (location: string) =>
    findPrices(database.pool, settings, {
      location,
      vmSizes: ['Standard_D3_v2'],
      vmPriority: null,
      subscriptionId,
    });
  const azureLists = (...workspaces: string[]) =>
    database.pool.query(
      `INSERT INTO azure_reading (subscription_id, what, location, body, read_at) VALUES ($1, 'locations', '', $2, now())
       ON CONFLICT (subscription_id, what, location) DO UPDATE SET body = excluded.body, read_at = excluded.read_at`,
      [subscriptionId, JSON.stringify({ groups: [], workspaces, computes: [] })],
    );
  const locationsOf = async (table: string): Promise<string[]> => {
    const { rows } = await database.pool.query<{ location: string }>(
      `SELECT location FROM ${table} WHERE location <> '' ORDER BY location`,
    );
    return rows.map(({ location }) => location);
  };
  const noted = () => Promise.all(['azure_reading', 'price_list'].map(locationsOf));

  it('are not noted once Azure listed which there are; regions where something stands are', async () => {
    await azureLists('westeurope');
    const { workspaceId } = await givenWorkspace(database.pool, 'ws-of-prices');
    await database.pool.query(`UPDATE resource SET location = 'East US 2' WHERE id = $1`, [
      workspaceId,
    ]);
    for (const location of ['aa1', 'aa2', 'eastus2', 'westeurope']) await findOf(location);
    const regions = ['eastus2', 'westeurope'];
    expect(await noted()).toEqual([regions, regions]);
    await database.pool.query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  });

  it('have the list of regions read where it was not, however many there are', async () => {
    await database.pool.query(
      `INSERT INTO azure_reading (subscription_id, what, location) SELECT $1, 'vm-sizes', 'aa' || n FROM generate_series(1, 200) n`,
      [subscriptionId],
    );
    await findOf('aa0');
    const { rows } = await database.pool.query(
      `SELECT 1 FROM azure_reading WHERE what = 'locations' AND subscription_id = $1 AND tried_at = '-infinity'`,
      [subscriptionId],
    );
    expect(rows).toHaveLength(1);
  });

  it('make room for regions an hour after Azure did not answer for them', async () => {
    await database.pool.query(
      `INSERT INTO azure_reading (subscription_id, what, location, tried_at)
       SELECT $1, 'vm-sizes', 'aa' || n, now() - interval '50 minutes' FROM generate_series(1, 200) n`,
      [subscriptionId],
    );
    await findOf('westeurope');
    expect((await locationsOf('azure_reading')).length).toBe(200);
    await database.pool.query(
      `UPDATE azure_reading SET tried_at = tried_at - interval '11 minutes'`,
    );
    await findOf('westeurope');
    expect(await locationsOf('azure_reading')).toEqual(['westeurope']);
  });

  it('are dropped by the worker, and stay so', async () => {
    await database.pool.query(
      `INSERT INTO azure_reading (subscription_id, what, location, tried_at) VALUES ($1, 'vm-sizes', 'aa1', now() - interval '61 minutes')`,
      [subscriptionId],
    );
    await find('aa1');
    expect(await refresh()).toBe('aa1');
    await azureLists('westeurope');
    await database.pool.query(
      `INSERT INTO azure_reading (subscription_id, what, location, read_at) VALUES ($1, 'usages', 'aa1', now())`,
      [subscriptionId],
    );
    expect(await refresh()).toBeUndefined();
    expect(await locationsOf('price_list')).toEqual([]);
    const { rows } = await database.pool.query(
      `SELECT 1 FROM azure_reading WHERE what = 'vm-sizes'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('a Retail Prices API that wants to be left alone', () => {
  const throttling = (seconds: number): RetailPricesPort => ({
    page: () =>
      Promise.reject(new RetailPricesError('RetailPricesThrottled', 'It answered 429.', seconds)),
  });
  const counting = () => {
    let pages = 0;
    const port: RetailPricesPort = {
      page: (query, whenever) => {
        pages += 1;
        return retailInProcess.page(query, whenever);
      },
    };
    return { port, pages: () => pages };
  };
  const pass = (period: string) =>
    database.pool.query('UPDATE price_list SET tried_at = tried_at - $1::interval', [period]);

  it('is, by all workers and for regions that are asked for only then too, until its time has passed', async () => {
    await find('eastus');
    await find('uksouth');
    expect(await refresh(throttling(3_600))).toBe('eastus');
    await find('westeurope');
    const { port, pages } = counting();
    expect([await refresh(port), await refresh(port)]).toEqual([undefined, undefined]);
    await pass('59 minutes');
    expect([await refresh(port), pages()]).toEqual([undefined, 0]);
    await pass('61 seconds');
    const next = [await refresh(port), await refresh(port), await refresh(port)];
    expect(next).toEqual(['uksouth', 'westeurope', undefined]);
    await pass('5 minutes');
    expect(await refresh(port)).toBe('eastus');
  });

  it('is for a day at most', async () => {
    await find('eastus');
    await refresh(throttling(1e9));
    await pass('24 hours');
    await pass('6 minutes');
    expect(await refresh()).toBe('eastus');
  });

  it('is asked for no further page by a worker that reads another region', async () => {
    await find('eastus');
    await find('uksouth');
    const { port, pages } = counting();
    const reading: RetailPricesPort = {
      page: async (query, whenever) => {
        if (pages() === 0) await refresh(throttling(3_600));
        return port.page(query, whenever);
      },
    };
    expect(await refresh(reading)).toBe('eastus');
    expect(pages()).toBe(1);
    const { rows } = await database.pool.query(
      `SELECT location, error->>'code' AS code FROM price_list ORDER BY location`,
    );
    const code = 'RetailPricesThrottled';
    expect(rows).toEqual([
      { location: 'eastus', code },
      { location: 'uksouth', code },
    ]);
  });
});
