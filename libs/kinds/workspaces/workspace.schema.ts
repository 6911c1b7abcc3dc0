import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import {
  desiredIdentitySchema,
  observedIdentitySchema,
  systemIdentity,
  observedTagsSchema,
} from '#libs/resources';

/** `resource.desired` of a WORKSPACE: what was asked for, complete. */
export const workspaceDesiredSchema = z.object({
  location: z.string(),
  friendlyName: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  storageAccountId: armIdSchema,
  keyVaultId: armIdSchema,
  applicationInsightsId: armIdSchema.nullable().default(null),
  containerRegistryId: armIdSchema.nullable().default(null),
  identity: desiredIdentitySchema.default(systemIdentity),
});
export type WorkspaceDesired = z.infer<typeof workspaceDesiredSchema>;

/** `resource.observed` of a WORKSPACE. */
export const workspaceObservedSchema = z.object({
  location: z.string(),
  friendlyName: z.string().nullable(),
  description: z.string().nullable(),
  storageAccountId: z.string().nullable(),
  keyVaultId: z.string().nullable(),
  applicationInsightsId: z.string().nullable(),
  containerRegistryId: z.string().nullable(),
  identity: observedIdentitySchema,
  /** Azure's own GUID of it; null until it has one. */
  workspaceId: z.string().nullable(),
  tags: observedTagsSchema,
});
export type WorkspaceObserved = z.infer<typeof workspaceObservedSchema>;
