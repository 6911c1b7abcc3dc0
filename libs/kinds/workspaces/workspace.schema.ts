import { z } from 'zod';
import { desiredSchema, observedSchema, observedTagsSchema } from '#libs/resources';
import { workspaceSettings } from './workspace.settings.js';

/** `resource.desired` of a WORKSPACE: what was asked for, complete. */
export const workspaceDesiredSchema = desiredSchema(workspaceSettings);
export type WorkspaceDesired = z.infer<typeof workspaceDesiredSchema>;

/** `resource.observed` of a WORKSPACE. */
export const workspaceObservedSchema = observedSchema(workspaceSettings, {
  /** Azure's own GUID of it; null until it has one. */
  workspaceId: z.string().nullable(),
  tags: observedTagsSchema,
});
export type WorkspaceObserved = z.infer<typeof workspaceObservedSchema>;
