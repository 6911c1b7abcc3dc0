import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { deleteIt } from '../../operations/steps/delete.step.js';
import { resourceGroup } from './resource-group.profile.js';

/** Deletes everything inside; one delete lock anywhere in it blocks the whole (docs/azure-facts.md#resource-groups). */
export const resourceGroupDelete: KindDefinition = {
  kind: 'RESOURCE_GROUP_DELETE',
  steps: [deleteIt(resourceGroup), awaitDeletion(resourceGroup)],
};
