import { describe, expect, it } from 'vitest';
import type { VmPriority } from '#libs/resources';
import { kinds } from '../kinds/kinds.js';
import type { BilledCompute } from './billed-compute.value.js';
import { estimateCost, type ExpectedUsage } from './estimate-cost.rules.js';
import type { EstimatePrices } from './estimate-prices.value.js';

const asOf = new Date('2026-11-29T00:00:00Z');
const vm = (vmSize: string, vmPriority: VmPriority, amount: string | null) => ({
  vmSize,
  vmPriority,
  location: 'westeurope',
  hourly: amount === null ? null : { amount, currency: 'USD' },
  source: 'Azure Retail Prices API' as const,
  asOf,
  missingBecause: amount === null ? 'Azure lists it without a price yet.' : null,
});

const prices: EstimatePrices = {
  currency: 'USD',
  machines: [
    vm('Standard_DS3_v2', 'DEDICATED', '0.272'),
    // Half of the dedicated price: whoever multiplies by a fifth is wrong.
    vm('Standard_DS3_v2', 'LOW_PRIORITY', '0.136'),
    vm('Standard_M8', 'DEDICATED', null),
  ],
  osDisks: [
    { location: 'westeurope', monthly: { amount: '19.71', currency: 'USD' }, missingBecause: null },
  ],
};

const billed = (kind: string, settings: object): BilledCompute | null =>
  kinds.of(kind).billed?.(settings) ?? null;

const cluster = (least: number, most: number, more: object = {}): BilledCompute | null =>
  billed('COMPUTE_CLUSTER', {
    vmSize: 'Standard_DS3_v2',
    location: 'westeurope',
    scale: { minNodeCount: least, maxNodeCount: most },
    ...more,
  });

const instance = (more: object = {}): BilledCompute | null =>
  billed('COMPUTE_INSTANCE', { vmSize: 'STANDARD_DS3_V2', location: 'westeurope', ...more });

const estimate = (after: BilledCompute | null, usage: ExpectedUsage | null = null) =>
  estimateCost([{ name: 'it', before: null, after }], prices, usage);

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('a cluster', () => {
  it('costs its fewest nodes at least, its most at most, and a load balancer with them', () => {
    expect(estimate(cluster(1, 4))).toMatchObject({
      hourlyFloor: usd('0.28575'),
      hourlyCeiling: usd('1.10175'),
      monthlyExpected: null,
      priceSource: 'Azure Retail Prices API',
      priceAsOf: asOf,
      lines: [
        {
          name: 'it: Standard_DS3_v2, dedicated, westeurope',
          quantity: '1 to 4 nodes',
          hourlyFloor: usd('0.272'),
          hourlyCeiling: usd('1.088'),
        },
        { name: 'it: load balancer', quantity: '1 load balancer', hourlyFloor: usd('0.01375') },
        { name: 'it: data transfer', quantity: 'by use', hourlyFloor: null, hourlyCeiling: null },
      ],
    });
  });

  it('costs nothing without nodes, and what low priority is listed as with them', () => {
    const low = estimate(cluster(0, 2, { vmPriority: 'LOW_PRIORITY' }));
    expect(low).toMatchObject({ hourlyFloor: usd('0'), hourlyCeiling: usd('0.28575') });
    expect(low.lines[0]).toMatchObject({ quantity: '0 to 2 nodes', hourlyCeiling: usd('0.272') });
  });

  it.each([
    [50, '1 load balancer'],
    [51, '0 to 2 load balancers'],
  ])('of %s nodes has a load balancer for every fifty', (most, quantity) => {
    const least = most === 50 ? 1 : 0;
    expect(estimate(cluster(least, most)).lines[1]?.quantity).toBe(quantity);
  });

  it('costs a month what the declared hours and the rest of the month make', () => {
    // 42 of 168 hours with 4 nodes, the rest with 1: (4 x 0.25 + 1 x 0.75) x 0.272 x 730, and the load balancer.
    const expected = 1.75 * 0.272 * 730 + 0.01375 * 730;
    const { monthlyExpected, assumptions } = estimate(cluster(1, 4), { hoursPerWeek: 42 });
    expect(monthlyExpected).toEqual(usd(expected.toFixed(2)));
    expect(assumptions.join('\n')).toContain('42 hours a week');
  });

  it('says that nobody declared hours, and what is billed by use', () => {
    const { assumptions } = estimate(cluster(1, 4));
    expect(assumptions).toContain(
      'What it will cost a month is not known: nobody said for how many hours a week it is used.',
    );
    expect(assumptions).toContain('data transfer is billed by use: it is in no sum.');
  });

  it('without a price has no sum, which is not 0', () => {
    const none = estimate(cluster(1, 4, { vmSize: 'Standard_M8' }), { hoursPerWeek: 10 });
    expect(none).toMatchObject({
      hourlyFloor: null,
      hourlyCeiling: null,
      monthlyExpected: null,
      priceSource: 'none',
      priceAsOf: null,
    });
    expect(none.assumptions.join('\n')).toContain(
      'has no price: Azure lists it without a price yet.',
    );
    expect(estimate(cluster(0, 4, { vmSize: 'Standard_M8' })).hourlyFloor).toEqual(usd('0'));
  });

  it('that grows says what it cost before', () => {
    const { assumptions, hourlyCeiling } = estimateCost(
      [{ name: 'it', before: cluster(0, 1), after: cluster(0, 3) }],
      prices,
      null,
    );
    expect(hourlyCeiling).toEqual(usd('0.82975'));
    expect(assumptions).toContain('Before: 0 USD to 0.28575 USD an hour.');
  });

  it('that goes costs nothing more', () => {
    const gone = estimateCost([{ name: 'it', before: cluster(1, 1), after: null }], prices, null);
    expect(gone).toMatchObject({ hourlyFloor: usd('0'), hourlyCeiling: usd('0'), lines: [] });
    expect(gone.assumptions).toEqual(['Before: 0.28575 USD to 0.28575 USD an hour.']);
  });

  it('adds up with others, each in its tier', () => {
    const both = estimateCost(
      [
        { name: 'one', before: null, after: cluster(1, 1) },
        { name: 'two', before: null, after: cluster(1, 1, { vmPriority: 'LOW_PRIORITY' }) },
      ],
      prices,
      null,
    );
    expect(both.hourlyFloor).toEqual(usd('0.4355'));
    expect(both.lines.map(({ name }) => name)).toEqual([
      'one: Standard_DS3_v2, dedicated, westeurope',
      'one: load balancer',
      'one: data transfer',
      'two: Standard_DS3_v2, low priority, westeurope',
      'two: load balancer',
      'two: data transfer',
    ]);
  });
});

describe('an instance', () => {
  it('costs its disk and load balancer while it is stopped, and the machine while it runs', () => {
    expect(estimate(instance(), { hoursPerWeek: 168 })).toMatchObject({
      hourlyFloor: usd('0.04075'),
      hourlyCeiling: usd('0.31275'),
      monthlyExpected: usd('228.31'),
      lines: [
        { quantity: '0 to 1 node' },
        { quantity: '1 load balancer' },
        { name: 'it: disk of the operating system (P10)', hourlyFloor: usd('0.027') },
        { name: 'it: data transfer' },
      ],
    });
    // The disk is billed for all hours, whatever is declared.
    expect(estimate(instance(), { hoursPerWeek: 0 }).monthlyExpected).toEqual(usd('29.75'));
  });

  it.each([
    [{}, 'It runs until somebody stops it.'],
    [
      { idleTimeBeforeShutdown: 'PT1H' },
      'It runs until it was idle for PT1H, which are billed too.',
    ],
    [{ schedules: [{ action: 'STOP', status: 'ENABLED' }] }, 'It runs until a schedule stops it.'],
    [{ schedules: [{ action: 'STOP', status: 'DISABLED' }] }, 'It runs until somebody stops it.'],
    [
      { schedules: [{ action: 'START', status: 'ENABLED' }] },
      'It runs until somebody stops it. A schedule starts it, whether somebody uses it or not.',
    ],
  ])('with %j says what ends it', (more, text) => {
    expect(estimate(instance(more)).assumptions).toContain(text);
  });
});

it('has the prices of disks and load balancers of one currency alone', () => {
  const euros: EstimatePrices = {
    currency: 'EUR',
    machines: [
      {
        ...vm('Standard_DS3_v2', 'DEDICATED', null),
        hourly: { amount: '0.25', currency: 'EUR' },
        missingBecause: null,
      },
    ],
    osDisks: [],
  };
  const { hourlyCeiling, assumptions } = estimateCost(
    [{ name: 'it', before: null, after: instance() }],
    euros,
    null,
  );
  expect(hourlyCeiling).toEqual({ amount: '0.25', currency: 'EUR' });
  expect(assumptions).toEqual(
    expect.arrayContaining([
      'What a load balancer costs is known in USD alone: it is in no sum.',
      'The disk is in no sum: the prices of westeurope were not looked up.',
    ]),
  );
});

it.each([
  ['KUBERNETES_COMPUTE', 'Nothing is billed for it', undefined],
  ['ARC_EXTENSION', 'runs on nodes of the cluster', 'it: Service Bus'],
  ['WORKSPACE', 'billed by nothing but what it leans on', 'it: Log Analytics'],
])('%s costs nothing by the hour, and says so', (kind, text, line) => {
  const { hourlyCeiling, assumptions, lines } = estimate(billed(kind, {}));
  expect(hourlyCeiling).toEqual(usd('0'));
  expect(assumptions.join('\n')).toContain(text);
  expect(lines.map(({ name }) => name).filter((name) => name === line)).toEqual(line ? [line] : []);
});

it('says of settings that do not tell what is billed that they do not', () => {
  expect(billed('COMPUTE_CLUSTER', { vmSize: 'Standard_DS3_v2' })).toBeNull();
  expect(billed('COMPUTE_INSTANCE', {})).toBeNull();
});
