import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import { desiredIdentitySchema, type ObservedIdentity } from './identity.schema.js';

/** `resource.desired` of a WORKSPACE: what was asked for, complete. */
export const workspaceDesiredSchema = z.object({
  location: z.string(),
  friendlyName: z.string().nullable(),
  description: z.string().nullable(),
  storageAccountId: armIdSchema,
  keyVaultId: armIdSchema,
  applicationInsightsId: armIdSchema.nullable(),
  containerRegistryId: armIdSchema.nullable(),
  identity: desiredIdentitySchema,
});
export type WorkspaceDesired = z.infer<typeof workspaceDesiredSchema>;

/** `resource.observed` of a WORKSPACE. */
export interface WorkspaceObserved {
  location: string;
  friendlyName: string | null;
  description: string | null;
  storageAccountId: string | null;
  keyVaultId: string | null;
  applicationInsightsId: string | null;
  containerRegistryId: string | null;
  identity: ObservedIdentity;
  /** Azure's own GUID of it; null until it has one. */
  workspaceId: string | null;
  tags: Record<string, string> | null;
}
