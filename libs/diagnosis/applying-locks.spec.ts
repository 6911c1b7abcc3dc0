import { describe, expect, it } from 'vitest';
import { applyingLocks, describeLock } from './applying-locks.rules.js';
import { observeLocks } from './management-lock.observe.js';

const subscription = '/subscriptions/S';
const group = `${subscription}/resourceGroups/Rg`;
const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/ws`;
const armId = `${workspace}/computes/cpu`;
const netGroup = '/subscriptions/n/resourceGroups/net';
const subnetId = `${netGroup}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`;
const batch = 'b0c1-azurebatch-cloudservice';

const lock = (scope: string, level = 'CanNotDelete', name = 'keep') => ({
  id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
  name,
  properties: { level, notes: 'ask Ada' },
});
const on = (scope: string, subnet: string | null = subnetId) =>
  applyingLocks({ armId, subnetId: subnet }, observeLocks([lock(scope)])).map((found) => found.on);

describe('the locks that hold a compute', () => {
  it.each([
    ['SUBSCRIPTION', subscription],
    ['RESOURCE_GROUP', group],
    ['RESOURCE_GROUP', group.toLowerCase().replace('resourcegroups', 'resourceGroups')],
    ['WORKSPACE', workspace],
    ['COMPUTE', armId.toUpperCase()],
    ['NETWORK_SUBSCRIPTION', '/subscriptions/N'],
    ['NETWORK_RESOURCE_GROUP', netGroup],
    [
      'NETWORK_RESOURCE',
      `${netGroup}/providers/Microsoft.Network/publicIPAddresses/${batch}publicip`,
    ],
    [
      'NETWORK_RESOURCE',
      `${netGroup}/providers/Microsoft.Network/loadBalancers/${batch}loadbalancer`,
    ],
    [
      'NETWORK_RESOURCE',
      `${group}/providers/Microsoft.Network/networkSecurityGroups/${batch}networksecurityggroup`,
    ],
  ])('are those on %s: %s', (expected, scope) => {
    expect(on(scope)).toEqual([expected]);
  });

  it.each([
    ['another subscription', '/subscriptions/S2'],
    ['a group whose name only begins like it', `${group}-two`],
    ['another workspace', `${workspace}-two`],
    ['another compute', `${armId}x`],
    [
      'a storage account beside the workspace',
      `${group}/providers/Microsoft.Storage/storageAccounts/sa`,
    ],
    ['the virtual network itself', `${netGroup}/providers/Microsoft.Network/virtualNetworks/v`],
    [
      'a public address of somebody else',
      `${netGroup}/providers/Microsoft.Network/publicIPAddresses/mine`,
    ],
    [
      'network resources of another group',
      `${subscription}/resourceGroups/o/providers/Microsoft.Network/loadBalancers/${batch}loadbalancer`,
    ],
  ])('are not those on %s', (_what, scope) => {
    expect(on(scope)).toEqual([]);
  });

  it('are no locks of a network that it is not in', () => {
    expect(on(netGroup, null)).toEqual([]);
  });

  it('come most restrictive first, then widest', () => {
    const locks = observeLocks([
      lock(workspace, 'CanNotDelete', 'c'),
      lock(group, 'CanNotDelete', 'b'),
      lock(workspace, 'ReadOnly', 'a'),
      lock(group, 'NotSpecified', 'none'),
      { id: 'nonsense' },
    ]);
    const found = applyingLocks({ armId, subnetId: null }, locks);
    expect(found.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(describeLock(found[1]!)).toBe("the CanNotDelete lock 'b' on the resource group Rg");
    expect(found[1]).toMatchObject({ scope: group, level: 'CanNotDelete', notes: 'ask Ada' });
  });
});
