import { describe, expect, it } from 'vitest';
import { chooseDisk, choosePrices } from './choose-price.rules.js';
import { retailRowSchema } from './retail-row.schema.js';

const asked = { location: 'westeurope', currency: 'USD', at: new Date('2026-11-29T12:00:00Z') };

/** The row that is the price: 0.272. */
const price = {
  currencyCode: 'USD',
  armRegionName: 'westeurope',
  armSkuName: 'Standard_D3_v2',
  productName: 'Virtual Machines Dv2 Series',
  skuName: 'D3 v2',
  meterName: 'D3 v2/DS3 v2',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  effectiveStartDate: '2023-01-01T00:00:00Z',
  retailPrice: 0.272,
  isPrimaryMeterRegion: false,
};

const choose = (...rows: object[]) =>
  choosePrices(
    rows.map((row) => retailRowSchema.parse(row)),
    asked,
  );

const one = { item: 'standard_d3_v2', name: 'Standard_D3_v2', vmPriority: 'DEDICATED' };
const found = { ...one, amount: '0.272', missingBecause: null };

describe('the price of a size', () => {
  it.each([
    ['Windows', { productName: 'Virtual Machines Dv2 Series Windows' }],
    ['Windows, in short', { productName: 'Virtual Machines NCCadsv5 Srs Win' }],
    ['Cloud Services', { productName: 'Dv2 Series CloudServices' }],
    ['Cloud Services, apart', { productName: 'Dv2 Series Cloud Services' }],
    ['a dedicated host', { productName: 'Dsv3 Series Dedicated Host' }],
    ['Spot', { skuName: 'D3 v2 Spot', meterName: 'D3 v2/DS3 v2 Spot' }],
    ['Spot, in the meter alone', { meterName: 'D3 v2/DS3 v2 Spot' }],
    ['a promotion', { skuName: 'D3 v2 Promo' }],
    ['what is expired', { meterName: 'D3 v2/DS3 v2 - Expired', effectiveStartDate: '2024-01-01' }],
    ['what is free', { skuName: 'D3 v2 Free' }],
    ['what is special', { skuName: 'D3 v2 SPECIAL' }],
    ['nothing at all', { retailPrice: 0, effectiveStartDate: '2024-01-01' }],
    ['a time to come', { effectiveStartDate: '2027-01-01T00:00:00Z' }],
    ['a reservation', { type: 'Reservation', reservationTerm: '1 Year' }],
    ['a reservation that its type does not tell', { reservationTerm: '3 Years' }],
    ['development and tests', { type: 'DevTestConsumption' }],
    ['another region', { armRegionName: 'eastus' }],
    ['another currency', { currencyCode: 'EUR' }],
    ['a month', { unitOfMeasure: '1/Month' }],
  ])('is not that of %s', (_, other) => {
    const wrong = { ...price, retailPrice: 9, ...other };
    expect(choose(price, wrong)).toEqual([found]);
    expect(choose(wrong, price)).toEqual([found]);
    expect(choose(wrong).filter(({ amount }) => amount !== null)).toEqual([]);
  });

  it('is the newest', () => {
    const older = { ...price, retailPrice: 9, effectiveStartDate: '2019-01-01T00:00:00Z' };
    expect(choose(price, older)).toEqual([found]);
    expect(choose(older, price)).toEqual([found]);
  });

  it('that is called a promotion itself is its own', () => {
    const promo = { armSkuName: 'Standard_D3_v2_Promo', skuName: 'D3 v2 Promo' };
    expect(choose({ ...price, ...promo, meterName: 'D3 v2 Promo' })[0]?.amount).toBe('0.272');
  });

  it.each(['', 'ARM_SKU_NAME_PLACEHOLDER', 'Dsv3_Type1', 'Basic_A1'])(
    'is told of no size called %j',
    (armSkuName) => expect(choose({ ...price, armSkuName })).toEqual([]),
  );

  it('is there for every size of a meter, whichever is primary', () => {
    const sizes = ['Standard_D3_v2', 'Standard_DS3_v2', 'Standard_DS3-1_v2'];
    const rows = sizes.map((armSkuName, at) => ({
      ...price,
      armSkuName,
      meterId: 'one',
      isPrimaryMeterRegion: at === 0,
    }));
    expect(choose(...rows).map(({ name, amount }) => [name, amount])).toEqual(
      sizes.map((size) => [size, '0.272']),
    );
  });

  it('of low priority is the one that is listed', () => {
    const low = { skuName: 'D3 v2 Low Priority', meterName: 'D3 v2/DS3 v2 Low Priority' };
    expect(choose(price, { ...price, ...low, retailPrice: 0.136 })).toEqual([
      found,
      { ...found, vmPriority: 'LOW_PRIORITY', amount: '0.136' },
    ]);
    expect(choose(price)).toEqual([found]);
    expect(
      choose({ ...price, ...low, productName: 'Virtual Machines Dv2 Series Windows' }),
    ).toEqual([
      {
        ...one,
        vmPriority: 'LOW_PRIORITY',
        amount: null,
        missingBecause: 'Azure lists prices with Windows alone.',
      },
    ]);
  });

  it.each([
    [[{ retailPrice: 0 }], 'Azure lists it without a price yet.'],
    [[{ effectiveStartDate: '2027-02-03T00:00:00Z' }], 'Azure lists a price from 2027-02-03 on.'],
    [[{ type: 'Reservation' }], 'Azure lists no price of it by the hour.'],
    [
      [{ productName: 'X Series Windows' }, { productName: 'X Series CloudServices' }],
      'Azure lists prices of Cloud Services and with Windows alone.',
    ],
    [
      [{}, { retailPrice: 0.3 }],
      'Azure lists several prices and does not say which is meant: 0.272, 0.3.',
    ],
  ])('is none, and never 0, of %j', (rows, missingBecause) => {
    expect(choose(...rows.map((row) => ({ ...price, ...row })))).toEqual([
      { ...one, amount: null, missingBecause },
    ]);
  });

  it('keeps all its digits', () => {
    const text = JSON.stringify({ ...price, retailPrice: 1 }).replace(
      '"retailPrice":1',
      '"retailPrice":0.12345678901234567891',
    );
    const row = JSON.parse(text, (name, value: unknown, context?: { source?: string }) =>
      name === 'retailPrice'
        ? (JSON as unknown as { rawJSON(source: string): object }).rawJSON(context?.source ?? '')
        : value,
    ) as object;
    expect(choose(row)[0]?.amount).toBe('0.12345678901234567891');
  });
});

describe('the price of a disk', () => {
  const disk = {
    ...price,
    productName: 'Premium SSD Managed Disks',
    skuName: 'P10 LRS',
    meterName: 'P10 LRS Disk',
    unitOfMeasure: '1/Month',
    retailPrice: 19.71,
  };
  const chosen = (row: object) => chooseDisk([retailRowSchema.parse(row)], asked);

  it('is of a month', () => {
    expect(chosen(disk)).toMatchObject({ amount: '19.71', missingBecause: null });
    expect(chosen({ ...disk, unitOfMeasure: '1 Hour' }).amount).toBeNull();
    expect(chosen({ ...disk, meterName: 'P10 LRS Disk Mount' }).amount).toBeNull();
  });
});
