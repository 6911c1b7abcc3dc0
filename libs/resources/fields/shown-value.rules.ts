import type { DesiredIdentity, ObservedIdentity } from '../identity/identity.schema.js';
import { identityFound, inAskedOrder } from '../identity/asked-identity.rules.js';

/**
 * What is shown of one field (ADR 0022): what Azure has, spelled as it was asked for where that is the same to Azure.
 * `form` is what the two compare by; it defaults to the value itself.
 */
export const shownValue = <T>(
  asked: T,
  found: T,
  form: (value: T) => unknown = (value) => value,
): T => (asked === found || form(asked) === form(found) ? asked : found);

/** As `shownValue`, of a text that Azure always has once it has the thing: where it says none, as asked. */
export const shownText = (
  asked: string,
  found: string,
  form: (value: string) => unknown,
): string => (found === '' ? asked : shownValue(asked, found, form));

/** None and the empty one are the same text to Azure. */
export const textForm = (text: string | null): string => text ?? '';

/** What Azure has, in the order that was asked for: the first user-assigned one is what jobs run as. What was asked for until Azure is read. */
export const shownIdentity = (
  asked: DesiredIdentity,
  found: ObservedIdentity | undefined,
): ObservedIdentity => (found ? inAskedOrder(found, asked) : identityFound(asked));
