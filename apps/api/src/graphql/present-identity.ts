import { inAskedOrder, type DesiredIdentity, type ObservedIdentity } from '#libs/resources';

/** What Azure has, in the order that was asked for: the first user-assigned one is what jobs run as. What was asked for until Azure is read. */
export const presentIdentity = (
  asked: DesiredIdentity,
  observed: ObservedIdentity | undefined,
): ObservedIdentity =>
  observed ? inAskedOrder(observed, asked) : { ...asked, principalId: null, defaultIdentity: null };
