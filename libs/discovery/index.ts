export { observeUnresolved } from './observe-unresolved.js';
export { type ObserveDependencies, observeWorkspaces } from './observe-workspaces.js';
