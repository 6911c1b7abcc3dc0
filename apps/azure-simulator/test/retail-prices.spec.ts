import { describe, expect, it } from 'vitest';
import { priceTable } from '../src/retail-prices/price-table.js';
import type { RetailItem } from '../src/retail-prices/retail-item.js';
import { startSession, type Session } from './support/session.js';

interface Page {
  Items: RetailItem[];
  NextPageLink: string | null;
  Count: number;
  BillingCurrency: string;
}

const ask = async (
  session: Session,
  parameters: Record<string, string>,
): Promise<{ status: number; page: Page }> => {
  const query = new URLSearchParams(parameters).toString();
  const { status, body } = await session.raw('GET', `/api/retail/prices?${query}`);
  return { status, page: body as Page };
};

const machines = (region: string, more = ''): Record<string, string> => ({
  $filter: `serviceName eq 'Virtual Machines' and armRegionName eq '${region}'${more}`,
});

const ofSize = (region: string, size: string): Record<string, string> =>
  machines(region, ` and armSkuName eq '${size}'`);

async function everyRow(session: Session, filter: Record<string, string>): Promise<RetailItem[]> {
  const rows: RetailItem[] = [];
  for (let skip = 0; ; skip += 1_000) {
    const { status, page } = await ask(session, { ...filter, $skip: String(skip) });
    if (status !== 200 || page.Items.length === 0) return rows;
    rows.push(...page.Items);
  }
}

describe('the Retail Prices API', () => {
  it('answers whoever asks in pages of 1,000, to an end that is empty or a 400', async () => {
    const session = await startSession();
    const { page } = await ask(session, machines('westeurope'));
    expect(page).toMatchObject({ Count: 1_000, BillingCurrency: 'USD' });
    expect(page.NextPageLink).toContain('%24skip=1000');
    const rows = await everyRow(session, machines('westeurope'));
    expect(rows.length).toBeGreaterThan(5_000);
    const beyond = await ask(session, {
      ...machines('westeurope'),
      $skip: String(rows.length + 1),
    });
    expect(beyond.status).toBe(400);
    const atTheEnd = await ask(session, {
      ...machines('westeurope'),
      $skip: String(rows.length),
    });
    expect(atTheEnd).toMatchObject({ status: 200, page: { Items: [], NextPageLink: null } });
  });

  it('takes no notice of a region that is no part of the filter, nor of one in another case', async () => {
    const session = await startSession();
    const plain = await ask(session, { armRegionName: 'westeurope' });
    expect(plain.page.Items[0]?.armRegionName).toBe('australiacentral');
    const upper = await ask(session, machines('WestEurope'));
    expect(upper).toMatchObject({ status: 200, page: { Count: 0 } });
  });

  it('takes a currency as a parameter alone', async () => {
    const session = await startSession();
    const euros = await ask(session, {
      ...ofSize('westeurope', 'Standard_D3_v2'),
      currencyCode: "'EUR'",
    });
    expect(euros.page.BillingCurrency).toBe('EUR');
    expect(euros.page.Items.map(({ currencyCode }) => currencyCode)).toContain('EUR');
    const filtered = await ask(session, machines('westeurope', " and currencyCode eq 'EUR'"));
    expect(filtered).toMatchObject({ status: 200, page: { Count: 0 } });
    const none = await ask(session, { ...machines('westeurope'), currencyCode: 'XXX' });
    expect(none.status).toBe(400);
  });

  it('reads and, or, not, ne and contains, and refuses what it cannot read', async () => {
    const session = await startSession();
    const both = `(armSkuName eq 'Standard_D2_v2' or armSkuName eq 'Standard_D3_v2')`;
    const { page } = await ask(session, {
      $filter: `armRegionName eq 'eastus' and ${both} and not contains(productName, 'Windows') and priceType ne 'Reservation' and contains(meterName, 'Low Priority')`,
    });
    expect(page.Items.map(({ armSkuName }) => armSkuName).sort()).toEqual([
      'Standard_D2_v2',
      'Standard_D3_v2',
    ]);
    for (const $filter of ["armRegionName eq 'eastus' and", 'colour eq 1', "armRegionName = 'x'"])
      expect((await ask(session, { $filter })).status).toBe(400);
  });

  it('has beside the price of a machine all that can be taken for it', async () => {
    const session = await startSession();
    const rows = await everyRow(session, machines('westeurope'));
    const some = (holds: (row: RetailItem) => boolean): boolean => rows.some(holds);
    for (const ending of [' Spot', ' Low Priority', ' Promo', ' - Expired', ' Free', ' SPECIAL'])
      expect([ending, some(({ skuName }) => skuName.endsWith(ending))]).toEqual([ending, true]);
    for (const ending of [' Windows', ' Win', ' CloudServices', ' Cloud Services', 'Host'])
      expect([ending, some(({ productName: name }) => name.endsWith(ending))]).toEqual([
        ending,
        true,
      ]);
    for (const sku of ['', 'ARM_SKU_NAME_PLACEHOLDER', 'Dsv3_Type1'])
      expect(some(({ armSkuName }) => armSkuName === sku)).toBe(true);
    expect(some(({ effectiveStartDate }) => effectiveStartDate > '2090')).toBe(true);
    expect(some(({ retailPrice }) => retailPrice === 0)).toBe(true);
    expect(some(({ type }) => type === 'DevTestConsumption')).toBe(true);
    expect(
      rows.filter(({ unitOfMeasure, type }) => type === 'Reservation' && unitOfMeasure === '1 Hour')
        .length,
    ).toBeGreaterThan(1_000);
  });

  it('has one meter for several sizes, primary for one of them alone', async () => {
    const session = await startSession();
    const rows = await everyRow(
      session,
      machines(
        'westeurope',
        " and contains(armSkuName, 'Standard_E16') and contains(armSkuName, '_v3')",
      ),
    );
    const linux = rows.filter(
      ({ productName, skuName, type, effectiveStartDate }) =>
        productName.endsWith('Series') &&
        /^E16(?:-\d+)?s? v3$/.test(skuName) &&
        type === 'Consumption' &&
        effectiveStartDate === '2023-01-01T00:00:00Z',
    );
    expect(
      linux.map(({ armSkuName, isPrimaryMeterRegion: primary }) => [armSkuName, primary]),
    ).toEqual([
      ['Standard_E16_v3', true],
      ['Standard_E16s_v3', false],
      ['Standard_E16-4s_v3', false],
      ['Standard_E16-8s_v3', false],
    ]);
    expect(new Set(linux.map(({ meterId }) => meterId)).size).toBe(1);
    expect(linux[0]?.meterName).toBe('E16 v3/E16s v3');
  });

  it('lets reservations through where consumption alone is asked for', async () => {
    const session = await startSession();
    const rows = await everyRow(session, machines('westeurope', " and priceType eq 'Consumption'"));
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['Consumption', 'Reservation']));
  });

  it('is struck by faults', async () => {
    const session = await startSession();
    await session.control('POST', 'faults', {
      name: 'TooManyRequests',
      match: { pathPattern: '/api/retail/prices' },
      parameters: { retryAfterSeconds: 3 },
    });
    const { status, headers } = await session.raw('GET', '/api/retail/prices');
    expect([status, headers['retry-after']]).toEqual([429, '3']);
  });

  it('lists the price that vmSizes rounds to the cent', async () => {
    const session = await startSession();
    const { body } = await session.call(
      'GET',
      '/providers/Microsoft.MachineLearningServices/locations/westeurope/vmSizes',
    );
    const size = (body as { value: { name: string; estimatedVMPrices: object }[] }).value.find(
      ({ name }) => name === 'Standard_D3_v2',
    );
    expect(priceTable().find('Standard_D3_v2')?.prices.get('westeurope')?.usdHour).toBe('0.272');
    expect(size?.estimatedVMPrices).toMatchObject({
      values: expect.arrayContaining([
        { retailPrice: 0.27, osType: 'Linux', vmTier: 'Standard' },
        { retailPrice: 0.05, osType: 'Linux', vmTier: 'LowPriority' },
      ]) as unknown,
    });
  });
});
