import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../apps/launcher/src/processes/wait-until.js';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

interface Price {
  vmSize: string;
  location: string;
  vmPriority: string;
  hourly: { amount: string; currency: string } | null;
  source: string;
  asOf: string;
  missingBecause: string | null;
}

let system: SimulatedSystem;
let api: ApiUnderTest;

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 500, readsPrices: true });
  api = await startApi(system.database, system.arm, undefined, {
    submit: { ...system.submit, defaultSubscriptionId: system.azure.subscriptionId },
  });
});
afterAll(async () => {
  await api.close();
  await system.stop();
});

const ask = async (parameters: string): Promise<Price[]> => {
  const { data, errors } = await api.graphql(
    api.adminKey,
    `{ vmPrices(${parameters}) { vmSize location vmPriority hourly { amount currency } source asOf missingBecause } }`,
  );
  expect(errors).toBeUndefined();
  return (data as Record<string, Price[]>)['vmPrices'] ?? [];
};

const areRead = async (): Promise<boolean> => {
  const { rows } = await system.database.pool.query(
    `SELECT 1 FROM price_list l, azure_reading r WHERE l.read_at IS NOT NULL AND r.what = 'vm-sizes' AND r.read_at IS NOT NULL`,
  );
  return rows.length > 0;
};

describe('what machines cost', () => {
  it('is not known at first, is read by the worker, and is then told to the last digit', async () => {
    const asked = 'location: "West Europe", vmSize: "standard_d3_v2"';
    const [before] = await ask(asked);
    expect(before).toMatchObject({ hourly: null, source: 'none', location: 'westeurope' });
    expect(before?.missingBecause).toContain('ask again in a minute');
    await waitUntil('prices of both sources', areRead, { timeoutMs: 60_000 });
    const after = await ask(asked);
    expect(after).toMatchObject([
      {
        vmSize: 'Standard_D3_v2',
        vmPriority: 'DEDICATED',
        hourly: { amount: '0.272', currency: 'USD' },
        source: 'Azure Retail Prices API',
        missingBecause: null,
      },
      { vmPriority: 'LOW_PRIORITY', hourly: { amount: '0.054', currency: 'USD' } },
    ]);
    expect(Date.parse(after[0]?.asOf ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('is listed for all sizes of the region, none of them free', async () => {
    const all = await ask('location: "westeurope", vmPriority: DEDICATED');
    expect(all.length).toBeGreaterThan(30);
    const without = all.filter(({ hourly }) => hourly === null);
    expect(without.map(({ vmSize }) => vmSize)).toContain('Standard_NC6');
    expect(without.every(({ missingBecause }) => missingBecause !== null)).toBe(true);
    expect(all.filter(({ hourly }) => Number(hourly?.amount) === 0 && hourly !== null)).toEqual([]);
  });

  it('stands beside sizes too', async () => {
    const { data } = await api.graphql(
      api.adminKey,
      '{ vmSizes(location: "westeurope") { name dedicatedHourly { amount currency } lowPriorityHourly { amount } } }',
    );
    const sizes = (data as Record<string, { name: string }[]>)['vmSizes'] ?? [];
    expect(sizes.find(({ name }) => name === 'Standard_D3_v2')).toMatchObject({
      dedicatedHourly: { amount: '0.272', currency: 'USD' },
      lowPriorityHourly: { amount: '0.054' },
    });
    expect(sizes.find(({ name }) => name === 'Standard_NC6')).toMatchObject({
      dedicatedHourly: null,
      lowPriorityHourly: null,
    });
  });

  it('is answered over REST', async () => {
    const response = await fetch(
      `${api.url}/v1/vm-prices?location=westeurope&vmSize=Standard_D3_v2&vmPriority=LOW_PRIORITY`,
      { headers: { authorization: `Bearer ${api.adminKey}` } },
    );
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toContain('"amount":"0.054"');
  });

  it('is not looked for where there can be none', async () => {
    const { errors } = await api.graphql(api.adminKey, '{ vmPrices(location: "/") { vmSize } }');
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    const size = await api.graphql(
      api.adminKey,
      '{ vmPrices(location: "eastus", vmSize: "D3") { vmSize } }',
    );
    expect(size.errors?.[0]?.message).toContain('must be a VM size such as Standard_DS3_v2');
  });
});
