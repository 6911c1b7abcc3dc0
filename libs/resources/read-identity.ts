import type { DesiredIdentity, ObservedIdentity } from './identity.schema.js';

/** An identity that Azure has, as it would have been asked for. */
export const identityAsked = (found: ObservedIdentity | undefined): DesiredIdentity | undefined =>
  found && {
    type: found.type,
    userAssignedIdentityIds: found.userAssignedIdentityIds,
  };

/** An identity that was asked for, before Azure said anything of it. */
export const identityFound = (asked: DesiredIdentity): ObservedIdentity => ({
  ...asked,
  principalId: null,
  defaultIdentity: null,
});
