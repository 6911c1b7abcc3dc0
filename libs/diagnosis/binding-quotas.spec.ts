import { describe, expect, it } from 'vitest';
import { observeUsages } from '../resources/vm-sizes/usage.observe.js';
import { observeVmSizes } from '../resources/vm-sizes/vm-size.observe.js';
import {
  bindingQuotas,
  describeQuota,
  exhaustedQuota,
  isQuotaTold,
} from './binding-quotas.rules.js';

const provider = 'Microsoft.MachineLearningServices';
const workspace = `/subscriptions/s/resourceGroups/g/providers/${provider}/workspaces/w`;

interface Line {
  type: string;
  value: string;
  localizedValue?: string;
  current: number | null;
  limit: number;
  holder?: string;
  /** Where alone the name stands; absent: in both. */
  namedBy?: 'id' | 'name';
}

const body = ({ type, value, localizedValue = value, current, limit, ...more }: Line) => ({
  id: `${more.holder ?? '/subscriptions/s'}/usages${more.namedBy === 'name' ? '' : `/${value.replaceAll(' ', '_')}`}`,
  type: `${provider}/${type}/usages`,
  currentValue: current,
  limit,
  name: more.namedBy === 'id' ? null : { value, localizedValue },
});

const dsv2 = 'Standard DSv2 Family Cluster Dedicated vCPUs';
const lowDsv2 = 'Standard DSv2 Family Cluster LowPriority vCPUs';
const nc = 'Standard NC Family Cluster Dedicated vCPUs';

/** As the documents' examples have it: display text throughout. */
const documented: Line[] = [
  { type: 'totalCores', value: 'Clusters', current: 7, limit: 100 },
  {
    type: 'dedicatedCores',
    value: 'Total Cluster Dedicated Regional vCPUs',
    current: 14,
    limit: 40,
  },
  {
    type: 'lowPriorityCores',
    value: 'Total Cluster LowPriority Regional vCPUs',
    current: 3,
    limit: 4,
  },
  { type: 'vmFamily', value: dsv2, current: 1, limit: 24 },
  { type: 'vmFamily', value: nc, current: 24, limit: 24 },
  { type: 'vmFamily', value: lowDsv2, current: 0, limit: -1 },
  { type: 'workspaces', value: dsv2, current: 5, limit: 8, holder: workspace },
  { type: 'workspace', value: dsv2, current: 8, limit: 8, holder: `${workspace}2` },
  {
    type: 'workspaces/computes',
    value: dsv2,
    current: 4,
    limit: 4,
    holder: `${workspace}/computes/c`,
  },
];

const machine = 'standardDSv2Family';
const real: Line[] = [
  { type: 'clusters', value: 'TotalClusters', localizedValue: 'Clusters', current: 7, limit: 100 },
  { type: 'x', value: 'TotalDedicatedCores', localizedValue: 'Dedicated', current: 14, limit: 40 },
  { type: 'x', value: 'TotalLowPriorityCores', localizedValue: 'Low', current: 3, limit: 4 },
  ...[dsv2, lowDsv2].map((localizedValue, low) => ({
    type: `vmFamily/${low ? 'lowPriority' : 'dedicated'}Cores`,
    value: machine,
    localizedValue,
    current: 1 - low,
    limit: low ? -1 : 24,
  })),
  {
    type: 'vmFamily/dedicatedCores',
    value: 'standardNCFamily',
    localizedValue: nc,
    current: 24,
    limit: 24,
  },
  {
    type: 'workspaces/vmFamily/dedicatedCores',
    value: machine,
    localizedValue: dsv2,
    current: 5,
    limit: 8,
    holder: workspace,
  },
  { type: 'workspaces', value: machine, current: 8, limit: 8, holder: `${workspace}2` },
  {
    type: 'workspaces/computes',
    value: machine,
    current: 4,
    limit: 4,
    holder: `${workspace}/computes/c`,
  },
];

const shouted = real.map((line) => ({
  ...line,
  type: line.type.toUpperCase(),
  value: line.value.toUpperCase(),
  ...(line.holder && { holder: line.holder.toUpperCase() }),
}));

const namedBy = (where: 'id' | 'name', line: Line): Line => ({ ...line, namedBy: where });

const sizes = observeVmSizes([
  { name: 'Standard_DS3_v2', family: 'standardDSv2Family', vCPUs: 4 },
  { name: 'half of one' },
]);
const size = sizes['standard_ds3_v2'];
const nodes = (vmPriority: 'DEDICATED' | 'LOW_PRIORITY') => ({
  armId: `${workspace.toUpperCase()}/computes/c`,
  vmSize: 'x',
  vmPriority,
});
const usagesOf = (lines: Line[]) => observeUsages([...lines.map(body), { nonsense: true }]);

describe.each([
  ['as the documents show them', documented],
  ['as Azure answers them', real],
  ['in capitals', shouted],
  ['with names, and nothing of them in their ids', real.map((line) => namedBy('name', line))],
  ['with no names but those in their ids', documented.map((line) => namedBy('id', line))],
])('usages %s: the quotas that bind a cluster', (_shape, lines) => {
  const usages = usagesOf(lines);
  const bound = (vmPriority: 'DEDICATED' | 'LOW_PRIORITY', facts = size) =>
    bindingQuotas(nodes(vmPriority), facts, usages);

  it("are its family's, its region's and its workspace's, the tightest first", () => {
    expect(bound('DEDICATED').map(({ of, limit, current }) => [of, limit, current])).toEqual([
      ['WORKSPACE_FAMILY', 8, 5],
      ['FAMILY', 24, 1],
      ['REGION', 40, 14],
    ]);
  });

  it('are one number over all families at low priority', () => {
    expect(bound('LOW_PRIORITY').map(({ of, limit }) => [of, limit])).toEqual([['REGION', 4]]);
  });

  it("are the region's alone where the size's family is not known", () => {
    expect(bindingQuotas(nodes('DEDICATED'), undefined, usages)).toHaveLength(1);
    const unheardOf = { family: 'standardXYZv9Family', vCpus: 4 };
    expect(bindingQuotas(nodes('DEDICATED'), unheardOf, usages)).toHaveLength(1);
    expect(isQuotaTold(nodes('DEDICATED'), unheardOf, usages)).toBe(false);
  });

  it('are exhausted where not one more node fits', () => {
    expect(exhaustedQuota(bound('LOW_PRIORITY'), size)?.limit).toBe(4);
    expect(exhaustedQuota(bound('DEDICATED'), size)?.of).toBe('WORKSPACE_FAMILY');
    expect(exhaustedQuota(bound('DEDICATED'), { family: '', vCpus: 3 })).toBeUndefined();
  });

  it('are told as a whole, limits of -1 included', () => {
    expect(isQuotaTold(nodes('DEDICATED'), size, usages)).toBe(true);
    expect(isQuotaTold(nodes('LOW_PRIORITY'), size, usages)).toBe(true);
  });
});

describe('usages that tell no use', () => {
  const untold = usagesOf(real.map((line) => ({ ...line, current: null })));

  it('are not taken for free room, nor for a shortage', () => {
    const bound = bindingQuotas(nodes('DEDICATED'), size, untold);
    expect(bound.map(({ current }) => current)).toEqual([null, null, null]);
    expect(isQuotaTold(nodes('DEDICATED'), size, untold)).toBe(false);
    expect(exhaustedQuota(bound, size)).toBeUndefined();
  });

  it('are short all the same where the limit itself has no room', () => {
    const none = usagesOf(
      real.map((line) => ({
        ...line,
        current: null,
        limit: line.value === machine ? 2 : 40,
      })),
    );
    const short = exhaustedQuota(bindingQuotas(nodes('DEDICATED'), size, none), size);
    expect(short && describeQuota(short)).toBe(`no more than 2 ${dsv2} may be used`);
  });
});

describe('families', () => {
  it.each([
    ['standard NCASv3_T4 Family', 'standardNCASv3_T4Family'],
    ['standard NDASv4_A100 Family', 'Standard NDASv4_A100 Family Cluster Dedicated vCPUs'],
    ['StandardNCADSA100v4Family', 'standardNCADSA100v4Family'],
    ['standardNDSH100v5Family', 'standardNDv5H100Family'],
    ['standardLASv3Family', 'Standard LASv3 Family vCPUs'],
  ])('of a size, %s, and of a usage, %s, are the same', (family, value) => {
    const usages = usagesOf([
      { type: 'vmFamily/dedicatedCores', value, current: 0, limit: 8 },
      { type: 'vmFamily/lowPriorityCores', value, current: 0, limit: -1 },
    ]);
    const bound = bindingQuotas(nodes('DEDICATED'), { family, vCpus: 4 }, usages);
    expect(bound).toMatchObject([{ of: 'FAMILY', limit: 8 }]);
  });

  it('have two lines of one name, told apart by type alone', () => {
    const line = { value: machine, localizedValue: dsv2, current: 0 };
    const usages = usagesOf([
      { ...line, type: 'vmFamily/dedicatedCores', limit: 8 },
      { ...line, type: 'vmFamily/lowPriorityCores', limit: 5 },
    ]);
    const limits = (vmPriority: 'DEDICATED' | 'LOW_PRIORITY') =>
      bindingQuotas(nodes(vmPriority), size, usages).map(({ limit }) => limit);
    expect([limits('DEDICATED'), limits('LOW_PRIORITY')]).toEqual([[8], [5]]);
  });

  it('are shown with a unit where Azure gives a machine name only', () => {
    const [line] = usagesOf([
      { type: 'vmFamily/dedicatedCores', value: machine, current: 24, limit: 24 },
    ]);
    expect(line && describeQuota(line)).toBe('24 of 24 vCPUs of standardDSv2Family are used');
  });
});
