import { describe, expect, it } from 'vitest';
import { bindingQuotas, exhaustedQuota } from './binding-quotas.rules.js';
import { observeUsages, observeVmSizes } from './usage.observe.js';

const provider = 'Microsoft.MachineLearningServices';
const workspace = `/subscriptions/s/resourceGroups/g/providers/${provider}/workspaces/w`;
const line = (
  type: string,
  name: string,
  current: number | null,
  limit: number,
  holder = '/subscriptions/s',
) => ({
  id: `${holder}/usages${type.endsWith('Cores') ? '' : `/${name.replaceAll(' ', '_')}`}`,
  type: `${provider}/${type}/usages`,
  currentValue: current,
  limit,
  name: { value: name, localizedValue: name },
});
const dsv2 = 'Standard DSv2 Family Cluster Dedicated vCPUs';
const usages = observeUsages([
  line('totalCores', 'Clusters', 7, 100),
  line('dedicatedCores', 'Total Cluster Dedicated Regional vCPUs', 14, 40),
  line('lowPriorityCores', 'Total Cluster LowPriority Regional vCPUs', 3, 4),
  line('vmFamily', dsv2, null, 24),
  line('vmFamily', 'Standard NC Family Cluster Dedicated vCPUs', 24, 24),
  line('vmFamily', 'Standard DSv2 Family Cluster LowPriority vCPUs', 0, -1),
  line('workspaces', dsv2, 5, 8, workspace),
  line('workspace', dsv2, 8, 8, `${workspace}2`),
  line('workspaces/computes', dsv2, 4, 4, `${workspace}/computes/c`),
  { nonsense: true },
]);
const sizes = observeVmSizes([
  { name: 'Standard_DS3_v2', family: 'standardDSv2Family', vCPUs: 4 },
  { name: 'half of one' },
]);
const size = sizes['standard_ds3_v2'];
const bound = (vmPriority: 'DEDICATED' | 'LOW_PRIORITY', facts = size) =>
  bindingQuotas(
    { armId: `${workspace.toUpperCase()}/computes/c`, vmSize: 'x', vmPriority },
    facts,
    usages,
  );

describe('the quotas that bind a cluster', () => {
  it("are its family's, its region's and its workspace's, the tightest first", () => {
    expect(bound('DEDICATED').map(({ of, limit }) => [of, limit])).toEqual([
      ['WORKSPACE_FAMILY', 8],
      ['FAMILY', 24],
      ['REGION', 40],
    ]);
  });

  it('are one number over all families at low priority', () => {
    expect(bound('LOW_PRIORITY').map(({ of, limit }) => [of, limit])).toEqual([['REGION', 4]]);
  });

  it("are the region's alone where the size's family is not known", () => {
    expect(
      bindingQuotas({ armId: workspace, vmSize: 'x', vmPriority: 'DEDICATED' }, undefined, usages),
    ).toHaveLength(1);
  });

  it('are exhausted where not one more node fits', () => {
    expect(exhaustedQuota(bound('LOW_PRIORITY'), size)?.limit).toBe(4);
    expect(exhaustedQuota(bound('DEDICATED'), size)?.of).toBe('WORKSPACE_FAMILY');
    expect(exhaustedQuota(bound('DEDICATED'), { family: '', vCpus: 3 })).toBeUndefined();
  });
});
