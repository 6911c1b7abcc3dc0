import { describe, expect, it } from 'vitest';
import { pricesOf, type PriceQuestion } from './agree.rules.js';
import type { StoredPrices } from './find-prices.repository.js';
import type { ListedPrice } from './listed-price.value.js';

const question: PriceQuestion = {
  location: 'westeurope',
  currency: 'USD',
  vmSizes: ['Standard_D3_v2'],
  vmPriority: 'DEDICATED',
  notAsked: undefined,
  now: new Date('2026-11-29T12:00:00Z'),
};

const listed = (amount: string | null, missingBecause = 'Why.'): ListedPrice => ({
  item: 'standard_d3_v2',
  name: 'Standard_D3_v2',
  vmPriority: 'DEDICATED',
  ...(amount === null ? { amount, missingBecause } : { amount, missingBecause: null }),
});

const stored = (estimated: string | undefined, ...prices: ListedPrice[]): StoredPrices => ({
  estimated: {
    readAt: '2026-11-28T00:00:00Z',
    sizes: {
      standard_d3_v2: {
        name: 'Standard_D3_v2',
        ...(estimated && { usdHour: { DEDICATED: estimated } }),
      },
    },
  },
  listed: { readAt: '2026-11-29T00:00:00Z', error: null, prices },
});

const answer = (what: StoredPrices, more: Partial<PriceQuestion> = {}) => {
  const [{ hourly, source, missingBecause } = {}] = pricesOf({ ...question, ...more }, what);
  return [hourly?.amount, source, missingBecause];
};
const arm = 'Azure Machine Learning';
const retail = 'Azure Retail Prices API';

describe('of two sources', () => {
  it.each([
    ['0.29', '0.293', ['0.293', retail, null]],
    ['0.01', '0.0146', ['0.0146', retail, null]],
    ['0.3', '0.293', ['0.3', arm, null]],
    ['0.29', undefined, ['0.29', arm, null]],
    [undefined, '0.293', ['0.293', retail, null]],
  ])('%s to the cent and %s make %j', (estimated, amount, expected) => {
    expect(answer(stored(estimated, ...(amount ? [listed(amount)] : [])))).toEqual(expected);
  });

  it('the one without a price leaves it to the other', () => {
    expect(answer(stored('0.29', listed(null)))).toEqual(['0.29', arm, null]);
    expect(answer(stored(undefined, listed(null)))).toEqual([undefined, 'none', 'Why.']);
  });

  it('Azure Machine Learning tells dollars alone', () => {
    expect(answer(stored('0.29'), { currency: 'EUR' })).toEqual([
      undefined,
      'none',
      'Azure lists no price in EUR for Standard_D3_v2 in westeurope.',
    ]);
  });
});

describe('a size that nobody lists', () => {
  it.each([
    [{ notAsked: 'No such thing in this cloud.' }, 'No such thing in this cloud.'],
    [{}, 'Azure lists no price in USD for Standard_X in westeurope.'],
    [
      { vmPriority: 'LOW_PRIORITY' as const },
      'Azure lists no price in USD for low priority of Standard_X in westeurope.',
    ],
  ])('says why, asked with %j', (more, why) => {
    expect(answer(stored('0.29'), { vmSizes: ['Standard_X'], ...more })).toEqual([
      undefined,
      'none',
      why,
    ]);
  });
});

it('lists what Azure Machine Learning has, in both tiers, and else what Retail lists', () => {
  const all = { ...question, vmSizes: null, vmPriority: null };
  const other = { ...listed('1'), item: 'standard_m8', name: 'Standard_M8' };
  const both = stored('0.29', other);
  expect(pricesOf(all, both).map(({ vmSize, vmPriority }) => [vmSize, vmPriority])).toEqual([
    ['Standard_D3_v2', 'DEDICATED'],
    ['Standard_D3_v2', 'LOW_PRIORITY'],
  ]);
  expect(
    pricesOf({ ...all, vmPriority: 'DEDICATED' }, { ...both, estimated: null }).map(
      ({ vmSize, hourly }) => [vmSize, hourly?.amount],
    ),
  ).toEqual([['Standard_M8', '1']]);
});
