import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import { orElse } from '#libs/verbs';

export const identityTypes = ['NONE', 'SYSTEM_ASSIGNED', 'USER_ASSIGNED'] as const;
export type IdentityType = (typeof identityTypes)[number];

/**
 * The managed identity that was asked for. The order counts: the first user-assigned one is the default
 * (docs/azure-facts.md#identity).
 */
export const desiredIdentitySchema = z.object({
  type: z.enum(identityTypes),
  userAssignedIdentityIds: orElse(z.array(armIdSchema).max(100), []),
});
export type DesiredIdentity = z.infer<typeof desiredIdentitySchema>;

export const noIdentity: DesiredIdentity = { type: 'NONE', userAssignedIdentityIds: [] };
export const systemIdentity: DesiredIdentity = {
  type: 'SYSTEM_ASSIGNED',
  userAssignedIdentityIds: [],
};

/** The managed identity as ARM has it. */
export const observedIdentitySchema = z.object({
  type: z.enum(identityTypes),
  principalId: z.string().nullable(),
  userAssignedIdentityIds: z.array(z.string()),
  /** What jobs run as: the system identity's name, else the id of the first user-assigned one. */
  defaultIdentity: z.string().nullable(),
});
export type ObservedIdentity = z.infer<typeof observedIdentitySchema>;
