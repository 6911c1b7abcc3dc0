import { z } from 'zod';
import { differing, objectAt, shownValue, userForm, type Value } from '#libs/resources';

/** The person whose machine it is, by their ids in Entra ID. */
export const assignedUserSchema = z.object({
  objectId: z.guid('must be the object id of a user in Entra ID'),
  tenantId: z.guid('must be the id of an Entra ID tenant'),
});
type AssignedUser = z.infer<typeof assignedUserSchema>;

/** Of any form, as ARM answers one. */
const foundSchema = z.object({ objectId: z.string(), tenantId: z.string() });
const settings = 'properties.properties';

/** Where nobody was named, whoever made it is the user: Azure fills that in. */
export const assignedUserValue: Value<
  AssignedUser | null,
  AssignedUser | null,
  AssignedUser | null
> = {
  asked: assignedUserSchema.nullable(),
  found: foundSchema.nullable(),
  unknown: null,
  sent: (user) =>
    user && {
      [`${settings}.computeInstanceAuthorizationType`]: 'personal',
      [`${settings}.personalComputeInstanceSettings`]: { assignedUser: user },
    },
  observe: (body) =>
    foundSchema.safeParse(
      objectAt(body, ...settings.split('.'), 'personalComputeInstanceSettings')['assignedUser'],
    ).data ?? null,
  form: userForm,
  differences: (field, asked, found) => differing(field, asked, found, userForm),
  shown: (asked, found) => (found === undefined ? asked : shownValue(asked, found, userForm)),
  adopted: (found) => found,
  expected: (asked) => asked,
};
