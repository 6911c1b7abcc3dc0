import { describe, expect, it } from 'vitest';
import { observeCluster } from './compute-cluster.observe.js';
import { diagnoseCluster, type ClusterRow } from './diagnose-cluster.rules.js';

const now = new Date('2026-03-01T10:00:00Z');
const row = (settings: object, codes: string[] = []): ClusterRow => ({
  provisioningState: 'SUCCEEDED',
  provisioningErrors: codes.map((code) => ({ code, message: `${code}!`, retry: 'LATER' })),
  observed: observeCluster({ properties: { properties: settings } }),
  observedAt: now,
});
const codes = (of: ClusterRow) => diagnoseCluster(of, now).map(({ code }) => code);

describe('what a row shows to be wrong with a cluster', () => {
  it.each([
    ['nothing', row({ allocationState: 'Steady' }), []],
    ['never looked at', { ...row({}), observed: null }, []],
    ['quota', row({}, ['ClusterMinNodesExceedCoreQuota']), ['QUOTA_EXCEEDED']],
    ['capacity', row({}, ['AllocationFailed']), ['NO_CAPACITY']],
    ['anything else', row({}, ['Odd']), ['PROVISIONING_FAILED']],
    [
      'resizing for a while',
      row({ allocationState: 'Resizing', allocationStateTransitionTime: '2026-03-01T09:31:00Z' }),
      [],
    ],
    [
      'resizing for long',
      row({ allocationState: 'Resizing', allocationStateTransitionTime: '2026-03-01T09:29:00Z' }),
      ['RESIZING_TOO_LONG'],
    ],
    ['preempted', row({ nodeStateCounts: { preemptedNodeCount: 2 } }), ['NODES_PREEMPTED']],
    ['unusable', row({ nodeStateCounts: { unusableNodeCount: 1 } }), ['NODES_UNUSABLE']],
  ])('%s', (_what, cluster, expected) => {
    expect(codes(cluster)).toEqual(expected);
  });

  it('names locks where a cluster resizes for ever', () => {
    const stuck = row({
      allocationState: 'Resizing',
      allocationStateTransitionTime: '2026-01-01T00:00:00Z',
    });
    expect(diagnoseCluster(stuck, now)[0]?.remedy).toContain('lock');
  });
});
