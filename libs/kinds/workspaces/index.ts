export { shownWorkspace } from './shown-workspace.rules.js';
export type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';
