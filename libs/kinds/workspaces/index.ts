export { createWorkspace } from './create-workspace.verb.js';
export { deleteWorkspace } from './delete-workspace.verb.js';
export type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';
export { workspaceSettings } from './workspace.settings.js';
