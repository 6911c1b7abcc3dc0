export { createWorkspace } from './create-workspace.verb.js';
export { deleteWorkspace } from './delete-workspace.verb.js';
export { type DependencyRole, dependencyRoles } from './dependencies/dependency-role.js';
export { type ShownDependency, shownDependencies } from './dependencies/shown-dependencies.js';
export type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';
export { workspaceSettings } from './workspace.settings.js';
