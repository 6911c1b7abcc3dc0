import { describe, expect, it } from 'vitest';
import { newlyUsed } from './newly-used.rules.js';

const id = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const identity = (...names: string[]) => ({
  identity: { type: 'USER_ASSIGNED', userAssignedIdentityIds: names.map(id) },
});
const field = ['input', 'identity', 'userAssignedIdentityIds', '0'];
const asked = [{ armId: id('a'), field }];

describe('what a resource uses already', () => {
  it('is what Azure has in that field, in any case', () => {
    const observed = identity('b', 'A');
    expect(newlyUsed(asked, { desired: {}, observed })).toEqual([]);
    const short = [{ armId: id('a'), field: ['input', 'userAssignedIdentityIds', '3'] }];
    expect(newlyUsed(short, { desired: {}, observed })).toEqual([]);
  });

  it('is what was asked for only where Azure tells nothing of it', () => {
    const subnet = [{ armId: id('a'), field: ['input', 'subnetId'] }];
    const desired = { subnetId: id('a'), ...identity('a') };
    expect(newlyUsed(subnet, { desired, observed: { subnetId: null } })).toEqual([]);
    expect(newlyUsed(asked, { desired, observed: null })).toEqual([]);
    expect(newlyUsed(asked, { desired, observed: identity() })).toEqual(asked);
  });

  it.each([
    { description: id('a') },
    { tags: { userAssignedIdentityIds: id('a'), [id('a')]: 'x' } },
    { subnetId: id('a') },
    { identity: { userAssignedIdentityIds: null, defaultIdentity: id('a') } },
  ])('is no text elsewhere: %j', (state) => {
    expect(newlyUsed(asked, { desired: state, observed: null })).toEqual(asked);
    expect(newlyUsed(asked, { desired: {}, observed: state })).toEqual(asked);
  });
});
