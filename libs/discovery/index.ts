export { observeUnresolved } from './unresolved/observe-unresolved.js';
export { type ObserveDependencies, observeWorkspaces } from './observe-workspaces.js';
