export type { ResourceGroupDesired, ResourceGroupObserved } from './resource-group.schema.js';
export { shownGroup } from './shown-resource-group.rules.js';
