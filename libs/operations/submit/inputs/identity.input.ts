import { z } from 'zod';
import { desiredIdentitySchema, identityTypes } from '#libs/resources';
import { gql } from '#libs/verbs';

/** A managed identity as clients ask for it. */
export const identityInput = z
  .strictObject({
    type: z.enum(identityTypes).register(gql, { type: 'IdentityType' }).describe('Which kind.'),
    userAssignedIdentityIds: desiredIdentitySchema.shape.userAssignedIdentityIds.describe(
      'With USER_ASSIGNED; the first one is the default.',
    ),
  })
  .register(gql, {
    type: 'ManagedIdentityInput',
    description: 'One system-assigned identity, or user-assigned ones, never both.',
  });
