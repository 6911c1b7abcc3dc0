export { standingOf } from './standing/take-in.js';
export { observeUnresolved } from './unresolved/observe-unresolved.js';
export { knowSubscriptions } from './subscriptions/known-subscriptions.repository.js';
export { observeSubscriptions } from './subscriptions/observe-subscriptions.js';
export { type ObserveDependencies, observeWorkspaces } from './observe-workspaces.js';
