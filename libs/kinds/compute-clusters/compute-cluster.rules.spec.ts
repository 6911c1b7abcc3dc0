import { describe, expect, it } from 'vitest';
import { clusterForTests, publicKeyForTests } from '../../../test/support/cluster-values.js';
import { said } from '../../../test/support/said.js';
import { checkComputeCluster } from './compute-cluster.rules.js';
import type { ComputeClusterDesired } from './compute-cluster.schema.js';
import { checkFixedSettings } from '../../resources/settings/fixed-settings.rules.js';
import { computeClusterSettings } from './compute-cluster.settings.js';

const identityIds = 'input.identity.userAssignedIdentityIds';
const identityId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const scale = (minNodeCount: number, maxNodeCount: number, idle = 'PT120S') => ({
  scale: { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown: idle },
});
const identity = (type: ComputeClusterDesired['identity']['type'], ...ids: string[]) => ({
  identity: { type, userAssignedIdentityIds: ids },
});
const ssh = (publicKey: string, adminUsername = 'azureuser') => ({
  ssh: { publicAccess: 'NOT_SPECIFIED', adminUsername, publicKey } as const,
});

describe('a cluster, as far as one can tell without asking Azure', () => {
  it.each<[string, Partial<ComputeClusterDesired>, string[]]>([
    ['nothing special', {}, []],
    [
      'min above max',
      scale(3, 2),
      ['INVALID_INPUT input.scale.minNodeCount', 'NODES_ALWAYS_BILLED input.scale.minNodeCount'],
    ],
    [
      'negative counts',
      scale(-1, -1),
      ['INVALID_INPUT input.scale.minNodeCount', 'INVALID_INPUT input.scale.maxNodeCount'],
    ],
    ['no nodes at all', scale(0, 0), []],
    ['100 nodes', scale(0, 100), []],
    ['101 nodes', scale(0, 101), ['NODES_ON_REQUEST_ONLY input.scale.maxNodeCount']],
    [
      'more than anybody gets',
      scale(0, 65_001),
      ['INVALID_INPUT input.scale.maxNodeCount', 'NODES_ON_REQUEST_ONLY input.scale.maxNodeCount'],
    ],
    ['nodes that stay', scale(1, 1), ['NODES_ALWAYS_BILLED input.scale.minNodeCount']],
    [
      'low-priority nodes that stay',
      { ...scale(1, 1), vmPriority: 'LOW_PRIORITY' },
      [
        'NODES_ALWAYS_BILLED input.scale.minNodeCount',
        'NODES_CAN_BE_PREEMPTED input.scale.minNodeCount',
      ],
    ],
    ['idle for minutes', scale(0, 1, 'PT5M'), []],
    [
      'idle for no time',
      scale(0, 1, 'PT0S'),
      ['INVALID_INPUT input.scale.nodeIdleTimeBeforeScaleDown'],
    ],
    [
      'idle for half seconds',
      scale(0, 1, 'PT0.5S'),
      ['INVALID_INPUT input.scale.nodeIdleTimeBeforeScaleDown'],
    ],
    ['another region', { location: 'westus2' }, ['OTHER_REGION input.location']],
    ['the same region, written otherwise', { location: 'East US' }, []],
    ['system-assigned', identity('SYSTEM_ASSIGNED'), []],
    ['several user-assigned', identity('USER_ASSIGNED', identityId('a'), identityId('b')), []],
    [
      'both at once',
      identity('SYSTEM_ASSIGNED', identityId('a')),
      [`IDENTITY_CONFLICT ${identityIds}`],
    ],
    ['none, with ids', identity('NONE', identityId('a')), [`IDENTITY_CONFLICT ${identityIds}`]],
    ['user-assigned without ids', identity('USER_ASSIGNED'), [`INVALID_INPUT ${identityIds}`]],
    [
      'an id of something else',
      identity('USER_ASSIGNED', '/subscriptions/s/resourceGroups/g'),
      [`INVALID_INPUT ${identityIds}.0`],
    ],
    [
      'one identity twice',
      identity('USER_ASSIGNED', identityId('a'), identityId('A')),
      [`INVALID_INPUT ${identityIds}.1`],
    ],
    [
      'a subnet',
      {
        subnetId:
          '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n',
      },
      [],
    ],
    [
      'a network for a subnet',
      {
        subnetId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v',
      },
      ['INVALID_INPUT input.subnetId'],
    ],
    [
      'no public IP',
      { enableNodePublicIp: false },
      ['PRIVATE_ENDPOINT_NEEDED input.enableNodePublicIp'],
    ],
    ['an SSH key', ssh(publicKeyForTests), []],
    [
      'a private key',
      ssh('-----BEGIN OPENSSH PRIVATE KEY-----'),
      ['INVALID_INPUT input.ssh.publicKey'],
    ],
    ['no key at all', ssh('hunter2'), ['INVALID_INPUT input.ssh.publicKey']],
    [
      'a key that says another type than it is',
      ssh(publicKeyForTests.replace('ed25519', 'rsa')),
      ['INVALID_INPUT input.ssh.publicKey'],
    ],
    ['root', ssh(publicKeyForTests, 'root'), ['INVALID_INPUT input.ssh.adminUsername']],
  ])('%s', (_what, change, expected) => {
    expect(said(checkComputeCluster({ ...clusterForTests, ...change }, 'eastus'))).toEqual(
      expected,
    );
  });

  it('never repeats what was sent as a key', () => {
    const { errors } = checkComputeCluster({ ...clusterForTests, ...ssh('my secret') }, 'eastus');
    expect(JSON.stringify(errors)).not.toContain('my secret');
  });
});

describe('what ARM cannot change on a cluster that stands', () => {
  it.each([
    ['vmSize', { vmSize: 'Standard_NC6' }],
    ['vmPriority', { vmPriority: 'LOW_PRIORITY' as const }],
    ['location', { location: 'westus2' }],
    ['subnetId', { subnetId: '/subscriptions/s' }],
    ['ssh', ssh(publicKeyForTests)],
    ['enableNodePublicIp', { enableNodePublicIp: false }],
    ['isolatedNetwork', { isolatedNetwork: true }],
  ])('%s is refused by name', (field, asked) => {
    expect(said(checkFixedSettings(computeClusterSettings, asked, clusterForTests))).toEqual([
      `IMMUTABLE_FIELD input.${field}`,
    ]);
  });

  it('is not refused where it is what stands, in whatever case', () => {
    const asked = { vmSize: 'STANDARD_ds3_V2', location: 'East US', subnetId: null, ssh: null };
    expect(said(checkFixedSettings(computeClusterSettings, asked, clusterForTests))).toEqual([]);
  });
});
