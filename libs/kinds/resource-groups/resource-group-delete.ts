import { type OperationDefinition, awaitDeletion, deleteIt } from '#libs/operations';
import { resourceGroup } from './resource-group.profile.js';

/** Deletes everything inside; one delete lock anywhere in it blocks the whole (docs/azure-facts.md#resource-groups). */
export const resourceGroupDelete: OperationDefinition = {
  kind: 'RESOURCE_GROUP_DELETE',
  summary: 'Deletes a resource group with everything in it.',
  during: 'DELETING',
  steps: [deleteIt(resourceGroup), awaitDeletion(resourceGroup)],
};
