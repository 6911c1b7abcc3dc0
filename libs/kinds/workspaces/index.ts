export { createWorkspace } from './create-workspace.verb.js';
export { deleteWorkspace } from './delete-workspace.verb.js';
export { shownWorkspace } from './shown-workspace.rules.js';
export type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';
