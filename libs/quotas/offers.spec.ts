import { expect, it } from 'vitest';
import { usageBody, type GivenUsage } from '../../test/support/usages.js';
import type { VmPrice } from '../prices/vm-price.js';
import { observeUsages } from '../resources/vm-sizes/usage.observe.js';
import { observeVmSizes } from '../resources/vm-sizes/vm-size.observe.js';
import { regionsBeside } from './geographies.js';
import {
  candidates,
  pricedOffers,
  sizeIn,
  type Candidate,
  type OfferingRegion,
} from './offers.rules.js';
import type { QuotaDemand } from './quota-demand.value.js';

const now = new Date('2026-11-29T12:00:00Z');

const size = (name: string, family: string, vCPUs: number, more: object = {}) => ({
  name: `Standard_${name}`,
  family: `standard${family}Family`,
  vCPUs,
  memoryGB: vCPUs * 4,
  gpus: 0,
  ...more,
});

const sizes = observeVmSizes([
  size('DS3_v2', 'DSv2', 4),
  size('D2s_v3', 'DSv3', 2),
  size('D4s_v3', 'DSv3', 4),
  size('D8s_v3', 'DSv3', 8),
  size('F4s_v2', 'FSv2', 4, { memoryGB: 8 }),
  size('E4s_v3', 'ESv3', 4),
  size('NC4as', 'NCASv3_T4', 4, { gpus: 1 }),
  size('L4', 'LSv2', 4, { supportedComputeTypes: ['ComputeInstance'] }),
]);

const regionOf = (
  location: string,
  given: readonly GivenUsage[] | null,
  more: Partial<OfferingRegion> = {},
): OfferingRegion => ({
  location,
  usages: given && observeUsages(given.map((line) => usageBody(line, 'real'))),
  readAt: given && now,
  sizes,
  ...more,
});

const demand: QuotaDemand = {
  vmSize: 'standard_ds3_v2',
  vmPriority: 'DEDICATED',
  location: 'westeurope',
  computeType: 'AmlCompute',
  nodes: { atOnce: 0, needed: 1, atMost: 2 },
  has: { vmSize: 'standard_ds3_v2', nodes: 0 },
  isNew: true,
  field: 'vmSize',
};

const families = ['DSv2', 'DSv3', 'FSv2', 'ESv3', 'NCASv3_T4', 'LSv2'];
const lines = (limits: Readonly<Record<string, number>>): GivenUsage[] => [
  { name: 'TotalDedicatedCores', used: 0, limit: 100 },
  { name: 'TotalClusters', used: 0, limit: 100 },
  ...families.map((family) => ({
    name: `standard${family}Family`,
    used: 0,
    limit: limits[family] ?? 100,
  })),
];

const hourly = (vmSize: string, location: string, amount: string): VmPrice => ({
  vmSize: `Standard_${vmSize}`,
  location,
  vmPriority: 'DEDICATED',
  hourly: { amount, currency: 'USD' },
  source: 'Azure Retail Prices API',
  asOf: now,
  missingBecause: null,
});

const candidatesIn = (asked: QuotaDemand, regions: readonly OfferingRegion[]): Candidate[] => {
  const wanted = { size: sizeIn(asked, regions), workspaceKey: null, now };
  return regions.flatMap((region) => candidates(asked, region, wanted));
};

const offersIn = (regions: readonly OfferingRegion[], prices: readonly VmPrice[]): string[] =>
  pricedOffers(candidatesIn(demand, regions), prices).map(
    ({ vmSize, location, availability, hourlyPrice }) =>
      `${vmSize} ${location} ${availability} ${hourlyPrice?.amount ?? '-'}`,
  );

it('what all nodes fit in comes first, cheapest first, without a price last; then what became of the size itself', () => {
  expect(
    offersIn(
      [
        regionOf('westeurope', lines({ DSv2: 4, DSv3: 8 })),
        regionOf('northeurope', lines({ DSv3: 0, ESv3: 0 })),
        regionOf('eastus', null),
        regionOf('eastus2', lines({}), { sizes: {} }),
      ],
      [
        hourly('D4s_v3', 'westeurope', '0.10'),
        hourly('DS3_v2', 'northeurope', '0.0950'),
        hourly('E4s_v3', 'westeurope', '0.3'),
      ],
    ),
  ).toEqual([
    'Standard_DS3_v2 northeurope AVAILABLE 0.0950',
    'Standard_D4s_v3 westeurope AVAILABLE 0.10',
    'Standard_E4s_v3 westeurope AVAILABLE 0.3',
    'Standard_DS3_v2 eastus UNKNOWN -',
    'Standard_DS3_v2 westeurope NO_QUOTA -',
    'Standard_DS3_v2 eastus2 NOT_OFFERED -',
  ]);
});

it('without a price something is never the cheapest', () => {
  const [first, ...others] = offersIn(
    [regionOf('westeurope', lines({ DSv2: 0, DSv3: 8 }))],
    [hourly('E4s_v3', 'westeurope', '9')],
  );
  expect([first, others[0]]).toEqual([
    'Standard_E4s_v3 westeurope AVAILABLE 9',
    'Standard_D4s_v3 westeurope AVAILABLE -',
  ]);
});

it('of a family a few sizes are judged, however many it has, and what fits of it is found all the same', () => {
  const many = observeVmSizes([
    size('DS3_v2', 'DSv2', 4),
    ...Array.from({ length: 256 }, (_, at) => size(`D${4 + at}_v9`, 'Dv9', 4 + at)),
  ]);
  const region = regionOf('westeurope', [
    ...lines({}).map((line) => ({ ...line, limit: 1000 })),
    { name: 'standardDv9Family', used: 0, limit: 100 },
  ]);
  let judged = 0;
  const usages = region.usages?.map((line) => ({
    ...line,
    get limit() {
      if (line.familyKey === 'standarddv9family') judged += 1;
      return line.limit;
    },
  }));
  const found = candidatesIn(demand, [{ ...region, sizes: many, usages: usages ?? null }]);
  // Two nodes of 50 vCPUs at most.
  expect(found.filter(({ vmSize }) => vmSize.endsWith('_v9'))).toHaveLength(47);
  expect(judged).toBeGreaterThan(0);
  expect(judged).toBeLessThan(20);
});

it('a low-priority H100 is not offered, whatever is said of it', () => {
  const h100 = observeVmSizes([
    size('ND96isr_H100_v5', 'NDSH100v5', 96, { gpus: 8, lowPriorityCapable: true }),
  ]);
  const usages = [{ name: 'TotalLowPriorityCores', used: 0, limit: 1000 }];
  const asked = {
    ...demand,
    vmSize: 'standard_nd96isr_h100_v5',
    vmPriority: 'LOW_PRIORITY' as const,
  };
  const found = candidatesIn(asked, [regionOf('eastus', usages, { sizes: h100 })]);
  expect(found.map(({ availability }) => availability)).toEqual(['NOT_OFFERED']);
});

it('regions of the same geography are looked at, the one that is asked for first', () => {
  expect(regionsBeside('westeurope')).toEqual(['westeurope', 'northeurope']);
  expect(regionsBeside('westus3').slice(0, 2)).toEqual(['westus3', 'centralus']);
  expect(regionsBeside('moonbase1')).toEqual(['moonbase1']);
});
