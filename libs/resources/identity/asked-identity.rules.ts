import { armIdKey } from '#libs/kernel';
import { noIdentity, type DesiredIdentity, type ObservedIdentity } from './identity.schema.js';

/** An identity that Azure has, as it would have been asked for; `otherwise` where Azure says none. */
export const identityAsked = (
  found: ObservedIdentity | undefined,
  otherwise = noIdentity,
): DesiredIdentity =>
  found ? { type: found.type, userAssignedIdentityIds: found.userAssignedIdentityIds } : otherwise;

/** An identity that was asked for, before Azure said anything of it. */
export const identityFound = (asked: DesiredIdentity): ObservedIdentity => ({
  ...asked,
  principalId: null,
  defaultIdentity: null,
});

/**
 * What ARM says, in the order that was asked for: the first user-assigned identity is what jobs run as, and ARM's
 * map has no order (docs/azure-facts.md#identity).
 */
export function inAskedOrder(
  observed: ObservedIdentity,
  desired: DesiredIdentity,
): ObservedIdentity {
  if (observed.type !== 'USER_ASSIGNED') return observed;
  const keys = desired.userAssignedIdentityIds.map(armIdKey);
  const rank = (id: string): number => keys.indexOf(armIdKey(id)) + 1 || keys.length + 1;
  const ids = [...observed.userAssignedIdentityIds].sort((a, b) => rank(a) - rank(b));
  return { ...observed, userAssignedIdentityIds: ids, defaultIdentity: ids[0] ?? null };
}
