import { settingsReader } from '#libs/resources';
import { workspaceDesiredSchema, workspaceObservedSchema } from './workspace.schema.js';
import { workspaceSettings } from './workspace.settings.js';

/** A WORKSPACE as far as its row can be read. */
export const readWorkspaceRow = settingsReader(workspaceSettings, {
  desired: workspaceDesiredSchema,
  observed: workspaceObservedSchema,
  unsaid: () => ({ workspaceId: null, tags: null }),
});
