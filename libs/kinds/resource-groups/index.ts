export { createResourceGroup } from './create-resource-group.verb.js';
export { deleteResourceGroup } from './delete-resource-group.verb.js';
export type { ResourceGroupDesired, ResourceGroupObserved } from './resource-group.schema.js';
export { groupSettings } from './resource-group.settings.js';
