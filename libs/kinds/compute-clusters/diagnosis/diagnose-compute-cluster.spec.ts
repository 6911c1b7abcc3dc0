import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../diagnosis/diagnostic.js';
import { observeLocks, type ManagementLock } from '../../../diagnosis/management-lock.observe.js';
import { nothingKnown, type Surroundings } from '../../../diagnosis/unsettled.rules.js';
import { observeUsages } from '../../../resources/vm-sizes/usage.observe.js';
import { observeVmSizes } from '../../../resources/vm-sizes/vm-size.observe.js';
import { observeComputeCluster } from '../compute-cluster.observe.js';
import {
  diagnoseComputeCluster,
  type ComputeClusterRow,
} from './diagnose-compute-cluster.rules.js';

const now = new Date('2026-03-01T10:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const group = '/subscriptions/s/resourceGroups/g';
const armId = `${group}/providers/Microsoft.MachineLearningServices/workspaces/w/computes/cpu`;
const vnet = '/subscriptions/n/resourceGroups/net/providers/Microsoft.Network';

const row = (settings: object, codes: string[] = []): ComputeClusterRow => ({
  armId,
  provisioningState: 'SUCCEEDED',
  provisioningErrors: codes.map((code) => ({ code, message: `${code}!`, retry: 'LATER' })),
  observed: observeComputeCluster({
    properties: { properties: { vmSize: 'STANDARD_DS3_V2', ...settings } },
  }),
  observedAt: now,
});
const resizing = (minutes: number, current: number, target: number, more: object = {}) =>
  row({
    allocationState: 'Resizing',
    allocationStateTransitionTime: minutesAgo(minutes).toISOString(),
    currentNodeCount: current,
    targetNodeCount: target,
    ...more,
  });

const read = <Body>(body: Body, readAt = minutesAgo(1)): Reading<Body> => ({
  subscriptionId: 's',
  body,
  readAt,
  error: null,
});
const lock = (scope: string, level = 'CanNotDelete'): ManagementLock[] =>
  observeLocks([
    { id: `${scope}/providers/Microsoft.Authorization/locks/keep`, properties: { level } },
  ]);
const locks = (...found: ManagementLock[][]): Surroundings => ({
  ...nothingKnown,
  locks: [read(found.flat())],
});
const usages = (family: [number, number], lowPriority: [number, number] = [0, 100]) => ({
  ...locks(),
  usages: read(
    observeUsages([
      {
        id: '/subscriptions/s/usages/Standard_DSv2_Family_Cluster_Dedicated_vCPUs',
        type: 'Microsoft.MachineLearningServices/vmFamily/usages',
        currentValue: family[0],
        limit: family[1],
        name: { value: 'DSv2 vCPUs' },
      },
      {
        id: '/subscriptions/s/usages',
        type: 'Microsoft.MachineLearningServices/lowPriorityCores/usages',
        currentValue: lowPriority[0],
        limit: lowPriority[1],
        name: { value: 'low priority' },
      },
    ]),
  ),
  vmSizes: read(
    observeVmSizes([{ name: 'Standard_DS3_v2', family: 'standardDSv2Family', vCPUs: 4 }]),
  ),
});

const diagnose = (of: ComputeClusterRow, around?: Surroundings) =>
  diagnoseComputeCluster(of, now, around);
const codes = (of: ComputeClusterRow, around?: Surroundings) =>
  diagnose(of, around).map(({ code }) => code);

describe('what a row alone shows to be wrong with a cluster', () => {
  it.each<[string, ComputeClusterRow, string[]]>([
    ['nothing', row({ allocationState: 'Steady' }), []],
    ['never looked at', { ...row({}), observed: null }, []],
    ['failed without a word', { ...row({}), provisioningState: 'FAILED' }, ['PROVISIONING_FAILED']],
    ['being made', { ...row({}), provisioningState: 'CREATING' }, []],
    ['quota', row({}, ['ClusterMinNodesExceedCoreQuota']), ['QUOTA_EXCEEDED']],
    ['capacity', row({}, ['AllocationFailed']), ['NO_CAPACITY']],
    ['anything else', row({}, ['Odd']), ['PROVISIONING_FAILED']],
    ['resizing for a while', resizing(29, 0, 0), []],
    ['resizing for long', resizing(31, 0, 0), ['RESIZING_TOO_LONG']],
    ['preempted', row({ nodeStateCounts: { preemptedNodeCount: 2 } }), ['NODES_PREEMPTED']],
    ['unusable', row({ nodeStateCounts: { unusableNodeCount: 1 } }), ['NODES_UNUSABLE']],
    ['wanting nodes for a while', resizing(9, 0, 2), []],
    ['wanting nodes for long', resizing(11, 0, 2), ['NODES_NOT_COMING']],
  ])('%s', (_what, cluster, expected) => {
    expect(codes(cluster)).toEqual(expected);
  });
});

describe('a cluster that stays RESIZING', () => {
  it.each([
    ['0 -> 0 under a lock on its group', resizing(0, 0, 0), locks(lock(group))],
    [
      '2 -> 0 under a lock on its workspace',
      resizing(1, 2, 0),
      locks(lock(armId.replace(/\/computes.*/, ''))),
    ],
    [
      'growing with nodes leaving',
      resizing(1, 0, 1, { nodeStateCounts: { leavingNodeCount: 1 } }),
      locks(lock(group)),
    ],
    ['growing under a lock, for very long', resizing(31, 1, 2), locks(lock(group))],
    [
      'long enough beside a locked network resource',
      resizing(6, 0, 0, { subnet: { id: `${vnet}/virtualNetworks/v/subnets/s` } }),
      locks(lock(`${vnet}/publicIPAddresses/x-azurebatch-cloudservicepublicip`)),
    ],
  ])('is blocked by it: %s', (_what, cluster, around) => {
    expect(codes(cluster, around)).toEqual(['RESIZING_BLOCKED_BY_LOCK']);
  });

  it.each([
    ['steady under a lock', row({ allocationState: 'Steady' }), locks(lock(group))],
    ['growing under a lock', resizing(9, 0, 1), locks(lock(group))],
    [
      'under a lock read before it began',
      resizing(9, 0, 0),
      { ...locks(lock(group)), since: new Date(now.getTime() - 59_000) },
    ],
    ['under a lock elsewhere', resizing(29, 0, 0), locks(lock(`${group}2`))],
    [
      'under a lock read too long ago',
      resizing(9, 0, 0),
      { ...locks(), locks: [read(lock(group), minutesAgo(16))] },
    ],
    [
      'for a moment beside a locked network resource',
      resizing(4, 0, 0, { subnet: { id: `${vnet}/virtualNetworks/v/subnets/s` } }),
      locks(lock(`${vnet}/publicIPAddresses/x-azurebatch-cloudservicepublicip`)),
    ],
  ])('is not: %s', (_what, cluster, around) => {
    expect(codes(cluster, around)).toEqual([]);
  });

  it('names the locks, most restrictive first, with what was read and when', () => {
    const [found] = diagnose(
      resizing(3, 0, 0),
      locks(lock('/subscriptions/s'), lock(group, 'ReadOnly')),
    );
    expect(found).toMatchObject({
      code: 'RESIZING_BLOCKED_BY_LOCK',
      message: expect.stringContaining(
        "the ReadOnly lock 'keep' on the resource group g, and the CanNotDelete lock 'keep' on the subscription s stand in its way",
      ) as string,
      remedy: expect.stringContaining(
        `az lock delete --ids "${group}/providers/Microsoft.Authorization/locks/keep"`,
      ) as string,
      evidence: {
        locks: [
          {
            name: 'keep',
            level: 'ReadOnly',
            on: 'RESOURCE_GROUP',
            scope: group,
          },
          {
            name: 'keep',
            level: 'CanNotDelete',
            on: 'SUBSCRIPTION',
            scope: '/subscriptions/s',
          },
        ],
        allocationState: 'RESIZING',
        currentNodeCount: 0,
        targetNodeCount: 0,
        lookedForLocks: [
          {
            subscriptionId: 's',
            readAt: minutesAgo(1),
          },
        ],
      },
    });
  });

  it('says what was looked at where there is no lock', () => {
    const [found] = diagnose(resizing(45, 0, 0), locks(lock(`${group}2`)));
    expect(found).toMatchObject({
      code: 'RESIZING_TOO_LONG',
      message: expect.stringContaining(
        '45 minutes, and no lock that was found explains it',
      ) as string,
      evidence: { lookedForLocks: [{ subscriptionId: 's', readAt: minutesAgo(1) }] },
    });
  });

  it('says that locks may not be read, and what to do about it', () => {
    const error = { code: 'AuthorizationFailed', message: 'no authorization' };
    const [before] = diagnose(resizing(45, 0, 0), {
      ...nothingKnown,
      locks: [{ ...read([]), error }],
    });
    expect(before?.message).toContain('not known');
    const around = { ...nothingKnown, locks: [{ ...read([]), body: null, readAt: null, error }] };
    const [found] = diagnose(resizing(45, 0, 0), around);
    expect(found).toMatchObject({
      message: expect.stringContaining('not known') as string,
      remedy: expect.stringContaining('Microsoft.Authorization/locks/read') as string,
      evidence: {
        lookedForLocks: [
          { error: 'locks could not be read: AuthorizationFailed: no authorization' },
        ],
      },
    });
  });

  it('is timed by our own clock where Azure names no time, or one ahead of ours', () => {
    const since = minutesAgo(31);
    for (const allocationStateTransitionTime of [null, '2026-03-02T00:00:00Z']) {
      const cluster = resizing(0, 0, 0, { allocationStateTransitionTime });
      expect(codes(cluster)).toEqual([]);
      expect(codes(cluster, { ...nothingKnown, since })).toEqual(['RESIZING_TOO_LONG']);
    }
  });
});

describe('nodes that do not come', () => {
  it.each([
    ['quota is used up', usages([22, 24]), ['QUOTA_EXCEEDED']],
    ['quota has room', usages([20, 24]), ['NO_CAPACITY']],
    [
      'usages are old',
      { ...usages([22, 24]), usages: read([], minutesAgo(16)) },
      ['NODES_NOT_COMING'],
    ],
    ['sizes are not known', { ...usages([20, 24]), vmSizes: null }, ['NODES_NOT_COMING']],
  ])('are told apart: %s', (_what, around, expected) => {
    expect(codes(resizing(11, 0, 2), around)).toEqual(expected);
    expect(codes(resizing(9, 0, 2), around)).toEqual([]);
  });

  it('are counted by one number at low priority', () => {
    const cluster = resizing(11, 0, 2, { vmPriority: 'LowPriority' });
    expect(codes(cluster, usages([24, 24], [0, 4]))).toEqual(['NO_CAPACITY']);
    expect(codes(cluster, usages([0, 24], [1, 4]))).toEqual(['QUOTA_EXCEEDED']);
  });

  it("come with their quota's numbers where Azure names quota itself", () => {
    const cluster = {
      ...resizing(0, 0, 2),
      provisioningErrors: row({}, ['ClusterCoreQuotaReached']).provisioningErrors,
    };
    const [found, ...others] = diagnose(cluster, usages([22, 24]));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      evidence: {
        error: { code: 'ClusterCoreQuotaReached' },
        vmFamily: 'standardDSv2Family',
        vCpusPerNode: 4,
        quotas: [
          {
            of: 'FAMILY',
            name: 'DSv2 vCPUs',
            current: 22,
            limit: 24,
          },
        ],
        lookedAtQuota: { readAt: minutesAgo(1) },
      },
    });
  });

  it('are explained once: by capacity, or by preemption', () => {
    const failed = row({}, ['AllocationFailed']).provisioningErrors;
    expect(codes({ ...resizing(45, 0, 2), provisioningErrors: failed }, usages([24, 24]))).toEqual([
      'NO_CAPACITY',
    ]);
    const preempted = { vmPriority: 'LowPriority', nodeStateCounts: { preemptedNodeCount: 1 } };
    expect(codes(resizing(11, 1, 2, preempted), usages([0, 24], [4, 4]))).toEqual([
      'NODES_PREEMPTED',
    ]);
  });
});

describe('a deletion that does not end', () => {
  const deleting: ComputeClusterRow = { ...resizing(60, 2, 0), provisioningState: 'DELETING' };
  it.each([
    ['just begun', 4, locks(lock(group)), []],
    ['under a lock', 6, locks(lock(group)), ['DELETION_BLOCKED_BY_LOCK']],
    ['without a lock', 29, locks(), []],
    ['without a lock, for long', 31, locks(), ['DELETION_TOO_LONG']],
  ])('%s', (_what, minutes, around, expected) => {
    expect(codes(deleting, { ...around, since: minutesAgo(minutes) })).toEqual(expected);
  });
});
