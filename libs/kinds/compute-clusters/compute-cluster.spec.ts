import { describe, expect, it } from 'vitest';
import { clusterForTests, publicKeyForTests } from '../../../test/support/cluster-values.js';
import { inAskedOrder } from '../../resources/identity/asked-identity.rules.js';
import { objectAt, type ResourceBody } from '../../resources/answers/resource-body.js';
import { compareSettings } from '../../resources/settings/compare-settings.rules.js';
import { mergeTags } from '../../resources/tags/tags.body.js';
import { kinds } from '../kinds.js';
import {
  changeableOfComputeCluster,
  changedComputeClusterBody,
  computeClusterBody,
} from './compute-cluster.body.js';
import { computeClusterSettings } from './compute-cluster.settings.js';
import { observeComputeCluster } from './compute-cluster.observe.js';

const armId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws/computes/cpu';
const tags = { owner: 'ml', 'armature-operation': 'op-1' };

/** A cluster as ARM answers it: other case, nulls, read-only fields, a field that is newer than we are. */
const answered: ResourceBody = {
  id: armId,
  name: 'cpu',
  type: 'Microsoft.MachineLearningServices/workspaces/computes',
  location: 'eastus',
  tags: { owner: 'ml', theirs: 'x', 'armature-operation': 'op-0' },
  identity: { type: 'SystemAssigned', principalId: 'p', tenantId: 't' },
  systemData: { createdBy: 'x' },
  properties: {
    computeType: 'AmlCompute',
    computeLocation: 'westus2',
    description: 'old',
    provisioningState: 'Succeeded',
    provisioningErrors: null,
    createdOn: '2026-01-01T00:00:00.0000000+00:00',
    modifiedOn: '2026-01-01T00:00:00.0000000+00:00',
    resourceId: null,
    isAttachedCompute: false,
    disableLocalAuth: true,
    properties: {
      osType: 'Linux',
      vmSize: 'STANDARD_DS3_V2',
      vmPriority: 'Dedicated',
      virtualMachineImage: null,
      isolatedNetwork: false,
      subnet: null,
      remoteLoginPortPublicAccess: 'Enabled',
      enableNodePublicIp: true,
      userAccountCredentials: { adminUserName: 'azureuser' },
      scaleSettings: { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT2M' },
      allocationState: 'steady',
      allocationStateTransitionTime: '2026-01-01T00:00:00.1230000+00:00',
      errors: null,
      currentNodeCount: 2,
      targetNodeCount: 2,
      nodeStateCounts: { idleNodeCount: 1, runningNodeCount: 1, preemptedNodeCount: null },
      newerThanUs: { kept: true },
    },
  },
};
const desired = { ...clusterForTests, location: 'westus2', description: 'old' };

describe('the PUT of a new cluster', () => {
  it("goes to the workspace's region and names the nodes' region where it is another", () => {
    const body = computeClusterBody({ ...clusterForTests, location: 'westus2' }, 'eastus', tags);
    expect(body).toMatchObject({ location: 'eastus', tags, identity: { type: 'None' } });
    expect(objectAt(body, 'properties')['computeLocation']).toBe('westus2');
    expect(
      objectAt(computeClusterBody(clusterForTests, 'East US', tags), 'properties'),
    ).not.toHaveProperty('computeLocation');
  });

  it('says sizes, scale, SSH, subnet and identities in ARM’s words', () => {
    const body = computeClusterBody(
      {
        ...clusterForTests,
        vmPriority: 'LOW_PRIORITY',
        scale: { minNodeCount: 0, maxNodeCount: 5, nodeIdleTimeBeforeScaleDown: 'PT5M' },
        identity: { type: 'USER_ASSIGNED', userAssignedIdentityIds: ['/b', '/a'] },
        subnetId: '/subnet',
        ssh: { publicAccess: 'DISABLED', adminUsername: 'azureuser', publicKey: publicKeyForTests },
        enableNodePublicIp: false,
        isolatedNetwork: true,
      },
      'eastus',
      tags,
    );
    expect(body['identity']).toEqual({
      type: 'UserAssigned',
      userAssignedIdentities: { '/b': {}, '/a': {} },
    });
    expect(objectAt(body, 'properties', 'properties')).toEqual({
      osType: 'Linux',
      vmSize: 'Standard_DS3_v2',
      vmPriority: 'LowPriority',
      scaleSettings: { minNodeCount: 0, maxNodeCount: 5, nodeIdleTimeBeforeScaleDown: 'PT300S' },
      isolatedNetwork: true,
      enableNodePublicIp: false,
      remoteLoginPortPublicAccess: 'Disabled',
      subnet: { id: '/subnet' },
      userAccountCredentials: {
        adminUserName: 'azureuser',
        adminUserSshPublicKey: publicKeyForTests,
      },
    });
  });
});

describe('the PUT that changes a cluster', () => {
  const changed = {
    ...desired,
    description: null,
    scale: { minNodeCount: 1, maxNodeCount: 9, nodeIdleTimeBeforeScaleDown: 'PT60S' },
    ssh: {
      publicAccess: 'ENABLED' as const,
      adminUsername: 'azureuser',
      publicKey: publicKeyForTests,
    },
  };

  it('keeps what ARM returned, says the key again, drops what only ARM writes', () => {
    expect(changedComputeClusterBody(answered, changed, tags, changeableOfComputeCluster)).toEqual({
      location: 'eastus',
      tags,
      identity: { type: 'None' },
      properties: {
        computeType: 'AmlCompute',
        computeLocation: 'westus2',
        disableLocalAuth: true,
        properties: {
          osType: 'Linux',
          vmSize: 'STANDARD_DS3_V2',
          vmPriority: 'Dedicated',
          isolatedNetwork: false,
          remoteLoginPortPublicAccess: 'Enabled',
          enableNodePublicIp: true,
          userAccountCredentials: {
            adminUserName: 'azureuser',
            adminUserSshPublicKey: publicKeyForTests,
          },
          scaleSettings: { minNodeCount: 1, maxNodeCount: 9, nodeIdleTimeBeforeScaleDown: 'PT60S' },
          newerThanUs: { kept: true },
        },
      },
    });
  });

  const sentBack = { maxNodeCount: 4, identity: 'SystemAssigned', description: 'old' };
  it.each([
    { asked: 'scale' as const, sent: { ...sentBack, maxNodeCount: 9 } },
    { asked: 'identity' as const, sent: { ...sentBack, identity: 'None' } },
    { asked: 'description' as const, sent: { ...sentBack, description: 'new' } },
    { asked: 'costTags' as const, sent: sentBack },
  ])('for $asked sends back of the rest what ARM returned', ({ asked, sent }) => {
    const body = changedComputeClusterBody(answered, { ...changed, description: 'new' }, tags, [
      asked,
    ]);
    expect({
      maxNodeCount: objectAt(body, 'properties', 'properties', 'scaleSettings')['maxNodeCount'],
      identity: objectAt(body, 'identity')['type'],
      description: objectAt(body, 'properties')['description'],
    }).toEqual(sent);
    expect(body['tags']).toEqual(tags);
  });

  it("leaves others' tags, and takes away those of ours that are no longer wanted", () => {
    const before = [{ key: 'Owner', value: 'ml' }];
    expect(mergeTags(answered, before, { costCenter: '1', 'armature-operation': 'op-1' })).toEqual({
      theirs: 'x',
      costCenter: '1',
      'armature-operation': 'op-1',
    });
  });
});

describe('what ARM answered', () => {
  it('is read in our words', () => {
    expect(kinds.observe('COMPUTE_CLUSTER', answered)).toMatchObject({
      provisioningState: 'SUCCEEDED',
      rawProvisioningState: 'Succeeded',
      provisioningErrors: [],
      observed: {
        location: 'westus2',
        vmSize: 'STANDARD_DS3_V2',
        identity: { type: 'SYSTEM_ASSIGNED', principalId: 'p', defaultIdentity: 'ws/computes/cpu' },
        allocationState: 'STEADY',
        allocationStateSince: '2026-01-01T00:00:00.123Z',
        currentNodeCount: 2,
        nodeCounts: { idle: 1, running: 1, preparing: 0, unusable: 0, leaving: 0, preempted: 0 },
      },
    });
  });

  it.each([
    ['nothing', {}],
    ['nulls', { properties: { provisioningState: null, properties: null }, identity: null }],
    [
      'words that are newer than we are',
      {
        properties: {
          provisioningState: 'Pondering',
          properties: { allocationState: 'Floating', vmPriority: 7 },
        },
      },
    ],
  ])('never throws: %s', (_what, body) => {
    const { provisioningState, observed } = kinds.observe('COMPUTE_CLUSTER', body);
    expect(['SUCCEEDED', 'UNKNOWN']).toContain(provisioningState);
    expect(observed).toMatchObject({ allocationState: 'UNKNOWN', currentNodeCount: 0 });
  });

  it('holds all errors, of both places', () => {
    const error = (code: string) => ({ error: { code, message: 'm' } });
    const { provisioningErrors = [] } = kinds.observe('COMPUTE_CLUSTER', {
      properties: {
        provisioningErrors: [error('ClusterMinNodesExceedCoreQuota')],
        properties: { errors: [error('AllocationFailed')] },
      },
    });
    expect(provisioningErrors?.map(({ code }) => code)).toEqual([
      'ClusterMinNodesExceedCoreQuota',
      'AllocationFailed',
    ]);
  });

  it('says the default identity by the order that was asked for', () => {
    const observed = observeComputeCluster({
      identity: { type: 'UserAssigned', userAssignedIdentities: { '/A': {}, '/b': {} } },
    }).identity;
    const asked = { type: 'USER_ASSIGNED' as const, userAssignedIdentityIds: ['/B', '/a'] };
    expect(inAskedOrder(observed, asked)).toMatchObject({ defaultIdentity: '/b' });
  });
});

describe('what Azure ignored', () => {
  const compare = (change: object, found: object = {}) =>
    compareSettings(
      computeClusterSettings,
      { ...desired, identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] }, ...change },
      [],
      {
        ...observeComputeCluster(answered),
        ...found,
      },
    ).map(({ field }) => field);

  it('is nothing where only case, form of durations and NOT_SPECIFIED differ', () => {
    const ssh = { publicAccess: 'NOT_SPECIFIED', adminUsername: 'azureuser', publicKey: 'k' };
    expect(compare({ ssh, subnetId: '/Subnet' }, { subnetId: '/sUBNET' })).toEqual([]);
  });

  it.each([
    [['vmSize'], { vmSize: 'Standard_NC6' }],
    [['vmPriority'], { vmPriority: 'LOW_PRIORITY' }],
    [['scale.maxNodeCount'], { scale: { ...desired.scale, maxNodeCount: 9 } }],
    [['scale.minNodeCount'], { scale: { ...desired.scale, minNodeCount: 1 } }],
    [
      ['scale.nodeIdleTimeBeforeScaleDown'],
      { scale: { ...desired.scale, nodeIdleTimeBeforeScaleDown: 'PT121S' } },
    ],
    [['location'], { location: 'eastus' }],
    [['description'], { description: 'new' }],
    [['identity.type'], { identity: { type: 'NONE', userAssignedIdentityIds: [] } }],
    [
      ['identity.type', 'identity.userAssignedIdentityIds'],
      { identity: { type: 'USER_ASSIGNED', userAssignedIdentityIds: ['/a'] } },
    ],
    [['subnetId'], { subnetId: '/subnet' }],
    [
      ['ssh.publicAccess'],
      { ssh: { publicAccess: 'DISABLED', adminUsername: 'azureuser', publicKey: 'k' } },
    ],
    [
      ['ssh.adminUsername'],
      { ssh: { publicAccess: 'ENABLED', adminUsername: 'other', publicKey: 'k' } },
    ],
    [['enableNodePublicIp'], { enableNodePublicIp: false }],
    [['isolatedNetwork'], { isolatedNetwork: true }],
  ])('names %j', (fields, change) => {
    expect(compare(change)).toEqual(fields);
  });

  it('names a tag that is missing or different, and none where Azure keeps no tags at all', () => {
    const asked = [
      { key: 'OWNER', value: 'ml' },
      { key: 'costCenter', value: '1' },
    ];
    const found = observeComputeCluster(answered);
    const fields = (tagsFound: Record<string, string> | null) =>
      compareSettings(computeClusterSettings, desired, asked, {
        ...found,
        tags: tagsFound,
        identity: { ...found.identity, type: 'NONE' },
      }).map(({ field }) => field);
    expect(fields({ owner: 'ml' })).toEqual(['costTags.costCenter']);
    expect(fields(null)).toEqual([]);
  });
});
