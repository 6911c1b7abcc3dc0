export { createResourceGroup } from './create-resource-group.verb.js';
export { deleteResourceGroup } from './delete-resource-group.verb.js';
export type { ResourceGroupDesired, ResourceGroupObserved } from './resource-group.schema.js';
export { shownGroup } from './shown-resource-group.rules.js';
