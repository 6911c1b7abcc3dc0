import { describe, expect, it } from 'vitest';
import type { DesiredIdentity, ObservedIdentity } from '../identity/identity.schema.js';
import { shownIdentity } from './shown-value.rules.js';

const asked: DesiredIdentity = { type: 'USER_ASSIGNED', userAssignedIdentityIds: ['/b', '/a'] };

describe('the identity that is shown', () => {
  it('has the order that was asked for: the first one is what jobs run as, and ARM has no order', () => {
    const observed: ObservedIdentity = {
      type: 'USER_ASSIGNED',
      principalId: null,
      userAssignedIdentityIds: ['/a', '/b'],
      defaultIdentity: '/a',
    };
    expect(shownIdentity(asked, observed)).toMatchObject({
      userAssignedIdentityIds: ['/b', '/a'],
      defaultIdentity: '/b',
    });
  });

  it('is what was asked for until Azure is read', () => {
    expect(shownIdentity(asked, undefined)).toEqual({
      ...asked,
      principalId: null,
      defaultIdentity: null,
    });
  });
});
