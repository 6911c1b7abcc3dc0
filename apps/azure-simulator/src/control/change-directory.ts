import { z } from 'zod';
import { parseBody } from '../arm/parse-body.js';
import type { Simulation } from '../simulation.js';

const id = z.guid().toLowerCase();
const name = z.string().min(1).max(256);

const directorySchema = z.strictObject({
  users: z.array(z.strictObject({ id, userPrincipalName: name, displayName: name })).default([]),
  servicePrincipals: z.array(z.strictObject({ id, appId: id, displayName: name })).default([]),
  groups: z
    .array(
      z.strictObject({
        id,
        displayName: name,
        securityEnabled: z.boolean().default(true),
        members: z.array(id).default([]),
      }),
    )
    .default([]),
  registrations: z
    .array(
      z.strictObject({
        appId: id,
        identifierUri: name,
        groupMembershipClaims: z
          .enum(['SecurityGroup', 'All', 'ApplicationGroup'])
          .nullable()
          .default(null),
        assignments: z
          .array(z.strictObject({ principalId: id, appRole: name.nullable().default(null) }))
          .default([]),
      }),
    )
    .default([]),
  graphPermissions: z.array(name).optional(),
  removed: z.array(id).default([]),
});

/** Puts what is named into the directory, each in place of what has its id, and takes out what was removed. */
export function changeDirectory({ directory }: Simulation, body: unknown): object {
  const told = parseBody(directorySchema, body);
  for (const user of told.users) directory.users.put(user.id, user);
  for (const each of told.servicePrincipals) directory.servicePrincipals.put(each.id, each);
  for (const group of told.groups) directory.groups.put(group.id, group);
  for (const each of told.registrations) directory.registrations.put(each.appId, each);
  for (const gone of told.removed) directory.remove(gone);
  if (told.graphPermissions) directory.grantAtGraph(told.graphPermissions);
  const { users, servicePrincipals, groups } = directory;
  return {
    users: users.size,
    servicePrincipals: servicePrincipals.size,
    groups: groups.size,
    graphPermissions: directory.graphPermissions,
  };
}
