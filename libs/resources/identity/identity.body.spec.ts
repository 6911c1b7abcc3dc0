import { describe, expect, it } from 'vitest';
import { identityBody, observeIdentity } from './identity.body.js';

const id =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one';

describe('the identity of a PUT', () => {
  it.each([
    ['NONE', [], { type: 'None' }],
    ['SYSTEM_ASSIGNED', [], { type: 'SystemAssigned' }],
    ['USER_ASSIGNED', [id], { type: 'UserAssigned', userAssignedIdentities: { [id]: {} } }],
  ] as const)('%s is said in full', (type, ids, body) => {
    expect(identityBody({ type, userAssignedIdentityIds: [...ids] })).toEqual(body);
  });

  it.each(['SystemAssigned,UserAssigned', 'SystemAssigned, UserAssigned'])(
    'takes neither away where both were found: %s',
    (type) => {
      const userAssignedIdentities = { [id]: { principalId: 'p', clientId: 'c' } };
      const found = observeIdentity({ identity: { type, userAssignedIdentities } });
      expect(identityBody(found)).toEqual({
        type: 'SystemAssigned,UserAssigned',
        userAssignedIdentities: { [id]: {} },
      });
    },
  );
});
