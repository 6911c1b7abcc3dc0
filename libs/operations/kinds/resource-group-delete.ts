import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { deleteIt } from './delete.step.js';
import { resourceGroup } from './resource-group.profile.js';

/** Deletes everything inside; one delete lock anywhere in it blocks the whole (docs/azure-facts.md#resource-groups). */
export const resourceGroupDelete: KindDefinition = {
  kind: 'RESOURCE_GROUP_DELETE',
  steps: [deleteIt(resourceGroup), awaitDeletion(resourceGroup)],
};
