import { describe, expect, it } from 'vitest';
import { checkClusters } from './check-clusters.js';

const cluster = {
  name: 'cpu',
  location: 'westus2',
  provisioningState: 'SUCCEEDED',
  vmSize: 'STANDARD_D3_V2',
  vmPriority: 'DEDICATED',
  scale: { minNodeCount: 1, maxNodeCount: 1 },
  identity: { type: 'NONE' },
  currentNodeCount: 1,
};
const expected = {
  name: 'cpu',
  location: 'westus2',
  priority: 'DEDICATED',
  nodes: [1, 1],
  identity: 'NONE',
} as const;

describe('comparing the clusters that stand with those that should', () => {
  it('is silent when they are the same', () => {
    expect(() => checkClusters([cluster], [expected])).not.toThrow();
  });

  it('names each difference, what is missing and what should be gone', () => {
    const other = { ...cluster, location: 'eastus', scale: { minNodeCount: 0, maxNodeCount: 1 } };
    const gone = { ...cluster, name: 'old' };
    const missing = { ...expected, name: 'gpu' };
    expect(() => checkClusters([other, gone], [expected, missing])).toThrow(
      'cpu: location is eastus, not westus2\ncpu: scale is 0 to 1, not 1 to 1\ngpu is missing\nold should be gone',
    );
  });
});
