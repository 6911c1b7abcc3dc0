import { describe, expect, it } from 'vitest';
import { settingOf } from '../../test/support/two-settings.js';
import { kinds } from '../kinds/kinds.js';
import { findDrift } from './find-drift.js';

const driftOf = (kind: string) => kinds.of(kind).compute?.drift;

const standing = (observed: object | null, provisioningState = 'SUCCEEDED' as const) => ({
  provisioningState,
  observed,
});

const cluster = {
  location: 'eastus',
  vmSize: 'STANDARD_D3_V2',
  subnetId: '/Subscriptions/S/x',
  scale: {
    minNodeCount: 0,
    maxNodeCount: 2,
    nodeIdleTimeBeforeScaleDown: 'PT120S',
  },
  identity: {
    type: 'USER_ASSIGNED',
    principalId: null,
    defaultIdentity: '/a',
    userAssignedIdentityIds: ['/a', '/b'],
  },
  currentNodeCount: 1,
  allocationState: 'STEADY',
  tags: { owner: 'ann' },
};
const driftTo = (changed: object) =>
  findDrift(driftOf('COMPUTE_CLUSTER'), standing(cluster), standing({ ...cluster, ...changed }));

describe('no drift', () => {
  it.each([
    ['the same', {}],
    ['nodes that come', { currentNodeCount: 3, allocationState: 'RESIZING' }],
    ['a size in another case', { vmSize: 'standard_d3_v2' }],
    ['a region by its display name', { location: 'East US' }],
    ['an id in another case', { subnetId: '/subscriptions/s/x' }],
    [
      'a duration in other units',
      { scale: { ...cluster.scale, nodeIdleTimeBeforeScaleDown: 'PT2M' } },
    ],
    [
      'identities in another order',
      {
        identity: {
          ...cluster.identity,
          userAssignedIdentityIds: ['/B', '/a'],
          defaultIdentity: '/b',
        },
      },
    ],
    ['a tag of our own', { tags: { owner: 'ann', 'Armature-Operation': 'x' } }],
  ])('%s', (_what, changed) => {
    expect(driftTo(changed)).toBeUndefined();
  });

  it('a job that starts on an instance', () => {
    const [was, is] = [standing({ state: 'RUNNING' }), standing({ state: 'JOB_RUNNING' })];
    expect(findDrift(driftOf('COMPUTE_INSTANCE'), was, is)).toBeUndefined();
  });

  it('no tags, and tags that Azure does not keep', () => {
    const [was, is] = [standing({ tags: null }), standing({ tags: {} })];
    expect(findDrift(driftOf('KUBERNETES_COMPUTE'), was, is)).toBeUndefined();
  });
});

describe('drift', () => {
  it('names the fields that changed and no others', () => {
    expect(driftTo({ tags: { owner: 'bob' }, currentNodeCount: 7 })).toEqual({
      before: { tags: { owner: 'ann' } },
      after: { tags: { owner: 'bob' } },
    });
  });

  it('is a state of an instance, with who did it', () => {
    const how = { status: 'SUCCEEDED', rawStatus: 'Succeeded', trigger: 'USER', at: null };
    const was = standing({ state: 'RUNNING', lastOperation: { name: 'START', ...how } });
    const is = standing({ state: 'STOPPED', lastOperation: { name: 'STOP', ...how } });
    expect(findDrift(driftOf('COMPUTE_INSTANCE'), was, is)).toEqual({
      before: { state: 'RUNNING', lastOperation: { name: 'START', ...how } },
      after: { state: 'STOPPED', lastOperation: { name: 'STOP', ...how } },
    });
  });

  it('is a schedule that was changed, and not what Azure says of it', () => {
    const when = {
      status: 'ENABLED',
      trigger: { cron: { expression: '0 18 * * *', timeZone: 'UTC', startTime: null } },
    };
    const schedule = { action: 'STOP', ...when, id: '1', provisioningStatus: 'PROVISIONING' };
    const drift = (changed: object) =>
      findDrift(
        driftOf('COMPUTE_INSTANCE'),
        standing({ schedules: [schedule] }),
        standing({ schedules: [{ ...schedule, ...changed }] }),
      );
    expect(drift({ id: '2', provisioningStatus: 'COMPLETED' })).toBeUndefined();
    expect(drift({ action: 'START' })).toEqual({
      before: { schedules: [{ action: 'STOP', ...when }] },
      after: { schedules: [{ action: 'START', ...when }] },
    });
  });

  it('of what was never seen before is its provisioning state alone', () => {
    const failed = { provisioningState: 'FAILED', observed: null } as const;
    expect(findDrift(driftOf('COMPUTE_CLUSTER'), failed, standing(cluster))).toEqual({
      before: { provisioningState: 'FAILED' },
      after: { provisioningState: 'SUCCEEDED' },
    });
  });
});

describe('what cannot be read any more', () => {
  const wrongs = [null, 7, 'garbage', true, {}, [], [null], [{}]];
  const { observed } = settingOf('COMPUTE_INSTANCE', 'one');

  it.each(wrongs)('is no drift of the whole: %j', (wrong) => {
    expect(
      findDrift(
        driftOf('COMPUTE_INSTANCE'),
        { provisioningState: 'SUCCEEDED', observed: wrong },
        standing(observed),
      ),
    ).toBeUndefined();
  });

  it.each(Object.keys(observed))('nor of %s, and hides no other field', (name) => {
    const other = name === 'vmSize' ? 'location' : 'vmSize';
    for (const wrong of [7, [null]]) {
      const was = standing({ ...observed, [name]: wrong, [other]: 'westus2' });
      const drift = findDrift(driftOf('COMPUTE_INSTANCE'), was, standing(observed));
      expect(drift?.before).toEqual({ [other]: 'westus2' });
    }
  });
});
