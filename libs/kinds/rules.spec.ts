import { describe, expect, it } from 'vitest';
import { clusterForTests, publicKeyForTests } from '../../test/support/cluster-values.js';
import { checkCostTags, resolveCostTags } from '../resources/tags/cost-tags.rules.js';
import type { Findings } from '../resources/findings.rules.js';
import { checkLocation } from '../resources/location.rules.js';
import { checkName } from '../resources/names.rules.js';
import { checkTags } from '../resources/tags/tags.rules.js';
import { checkVmSize } from '../resources/vm-sizes/vm-size.rules.js';
import { checkComputeCluster } from './compute-clusters/compute-cluster.rules.js';
import type { ClusterDesired } from './compute-clusters/compute-cluster.schema.js';
import { checkImmutableCluster } from './compute-clusters/immutable-compute-cluster.rules.js';
import { checkWorkspace } from './workspaces/workspace.rules.js';
import { computeClusterName } from './compute-clusters/compute-cluster-name.rules.js';
import { resourceGroupName } from './resource-groups/resource-group-name.rules.js';
import { workspaceName } from './workspaces/workspace-name.rules.js';

const nameRules = {
  RESOURCE_GROUP: resourceGroupName,
  WORKSPACE: workspaceName,
  COMPUTE_CLUSTER: computeClusterName,
};

const said = ({ errors, warnings }: Findings): string[] =>
  [...errors, ...warnings].map(({ code, field }) => `${code} ${(field ?? []).join('.')}`);

describe('names, as Azure takes them', () => {
  it.each([
    ['COMPUTE_CLUSTER', 'cpu', true],
    ['COMPUTE_CLUSTER', 'cpu-cluster', true],
    ['COMPUTE_CLUSTER', 'gpu-4x', true],
    ['COMPUTE_CLUSTER', 'a'.repeat(24), true],
    ['COMPUTE_CLUSTER', 'a'.repeat(25), false],
    ['COMPUTE_CLUSTER', 'ab', false],
    ['COMPUTE_CLUSTER', '1cpu', false],
    ['COMPUTE_CLUSTER', 'cpu-', false],
    ['COMPUTE_CLUSTER', 'cpu-123', false],
    ['COMPUTE_CLUSTER', 'cpu_one', false],
    ['COMPUTE_CLUSTER', 'cpu\n', false],
    ['WORKSPACE', 'abc', true],
    ['WORKSPACE', 'a'.repeat(33), true],
    ['WORKSPACE', 'a'.repeat(34), false],
    ['WORKSPACE', 'ab', false],
    ['WORKSPACE', '-abc', false],
    ['RESOURCE_GROUP', 'a', true],
    ['RESOURCE_GROUP', 'rg.one_(two)-3', true],
    ['RESOURCE_GROUP', 'ends.', false],
    ['RESOURCE_GROUP', 'a'.repeat(90), true],
    ['RESOURCE_GROUP', 'a'.repeat(91), false],
    ['RESOURCE_GROUP', 'a/b', false],
    ['RESOURCE_GROUP', '', false],
  ] as const)('%s %j: %s', (kind, name, fine) => {
    expect(said(checkName(nameRules[kind], name))).toEqual(fine ? [] : ['NAME_INVALID input.name']);
  });
});

describe('a region and a VM size, by their form', () => {
  it.each([
    ['eastus', true],
    ['West US 2', true],
    ['', false],
    ['east/us', false],
  ])('region %j: %s', (location, fine) => {
    expect(said(checkLocation(location))).toEqual(
      fine ? [] : ['LOCATION_NOT_SUPPORTED input.location'],
    );
  });

  it.each([
    ['STANDARD_D3_V2', true],
    ['Standard_NC6', true],
    ['Standard_D4ds_v5', true],
    ['D3_V2', false],
    ['Standard_', false],
    ['Standard_D3 V2', false],
  ])('size %j: %s', (size, fine) => {
    expect(said(checkVmSize(size))).toEqual(fine ? [] : ['SIZE_NOT_SUPPORTED input.vmSize']);
  });
});

const identityIds = 'input.identity.userAssignedIdentityIds';
const identityId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const scale = (minNodeCount: number, maxNodeCount: number, idle = 'PT120S') => ({
  scale: { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown: idle },
});
const identity = (type: ClusterDesired['identity']['type'], ...ids: string[]) => ({
  identity: { type, userAssignedIdentityIds: ids },
});
const ssh = (publicKey: string, adminUsername = 'azureuser') => ({
  ssh: { publicAccess: 'NOT_SPECIFIED', adminUsername, publicKey } as const,
});

describe('a cluster, as far as one can tell without asking Azure', () => {
  it.each<[string, Partial<ClusterDesired>, string[]]>([
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
    expect(said(checkImmutableCluster(asked, clusterForTests))).toEqual([
      `IMMUTABLE_FIELD input.${field}`,
    ]);
  });

  it('is not refused where it is what stands, in whatever case', () => {
    const asked = { vmSize: 'STANDARD_ds3_V2', location: 'East US', subnetId: null, ssh: null };
    expect(said(checkImmutableCluster(asked, clusterForTests))).toEqual([]);
  });
});

describe('tags, as ARM takes them', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: 'v' }));

  it.each([
    ['plain ones', [{ key: 'team name', value: 'ML & more' }], []],
    ['49, and our own', many(49), []],
    ['50 beside our own', many(50), ['INVALID_INPUT input.costTags']],
    ['the longest key', [{ key: 'k'.repeat(512), value: '' }], []],
    ['a longer key', [{ key: 'k'.repeat(513), value: '' }], ['INVALID_INPUT input.costTags.0.key']],
    ['the longest value', [{ key: 'k', value: 'v'.repeat(256) }], []],
    [
      'a longer value',
      [{ key: 'k', value: 'v'.repeat(257) }],
      ['INVALID_INPUT input.costTags.0.value'],
    ],
    ['no key', [{ key: ' ', value: 'v' }], ['INVALID_INPUT input.costTags.0.key']],
    [
      'twins',
      [
        { key: 'Owner', value: 'a' },
        { key: 'owner', value: 'b' },
      ],
      ['INVALID_INPUT input.costTags.1.key'],
    ],
    [
      'our own',
      [{ key: 'Armature-Operation', value: 'v' }],
      ['INVALID_INPUT input.costTags.0.key'],
    ],
  ])('%s', (_what, tags, expected) => {
    expect(said(checkTags(tags))).toEqual(expected);
  });

  it.each(['<', '>', '%', '&', '\\', '?', '/'])('no %s in a name', (character) => {
    expect(said(checkTags([{ key: `a${character}b`, value: 'v' }]))).toEqual([
      'INVALID_INPUT input.costTags.0.key',
    ]);
  });
});

describe('cost tags', () => {
  const team = { costCenter: '4711', defaultCostTags: { owner: 'ml', environment: 'test' } };
  const required = ['costCenter', 'owner', 'environment'];

  it('come from the request, else from the team, and say from where', () => {
    expect(resolveCostTags([{ key: 'Owner', value: 'ann' }], team)).toEqual([
      { key: 'Owner', value: 'ann', source: 'REQUEST' },
      { key: 'costCenter', value: '4711', source: 'TEAM_DEFAULT' },
      { key: 'environment', value: 'test', source: 'TEAM_DEFAULT' },
    ]);
  });

  it("let the team's own default stand over its cost centre", () => {
    const tags = resolveCostTags([], { costCenter: '1', defaultCostTags: { CostCenter: '2' } });
    expect(tags).toEqual([{ key: 'costCenter', value: '2', source: 'TEAM_DEFAULT' }]);
  });

  it('are refused by key and field where a required one is missing or empty', () => {
    const bare = { costCenter: '4711', defaultCostTags: {} };
    const asked = [{ key: 'owner', value: ' ' }];
    const { errors } = checkCostTags(asked, resolveCostTags(asked, bare), required);
    expect(errors.map(({ code, field, message }) => [code, field?.join('.'), message])).toEqual([
      ['COST_TAG_REQUIRED', 'input.costTags.0.value', expect.stringContaining("'owner'")],
      ['COST_TAG_REQUIRED', 'input.costTags', expect.stringContaining("'environment'")],
    ]);
  });

  it('may be more than asked for, but not more than Azure takes', () => {
    const asked = Array.from({ length: 48 }, (_, i) => ({ key: `k${i}`, value: 'v' }));
    const resolved = resolveCostTags(asked, team);
    expect(said(checkCostTags(asked, resolved, required))).toEqual([
      'INVALID_INPUT input.costTags',
    ]);
  });
});

describe('a workspace', () => {
  const id = (type: string) => `/subscriptions/s/resourceGroups/g/providers/${type}/x`;
  const workspace = {
    location: 'eastus',
    friendlyName: null,
    description: null,
    storageAccountId: id('Microsoft.Storage/storageAccounts'),
    keyVaultId: id('microsoft.keyvault/vaults'),
    applicationInsightsId: null,
    containerRegistryId: null,
    identity: { type: 'SYSTEM_ASSIGNED' as const, userAssignedIdentityIds: [] },
  };

  it('leans on services of the right type', () => {
    expect(said(checkWorkspace(workspace))).toEqual([]);
    const swapped = { ...workspace, keyVaultId: workspace.storageAccountId };
    expect(said(checkWorkspace(swapped))).toEqual(['INVALID_INPUT input.keyVaultId']);
  });
});
