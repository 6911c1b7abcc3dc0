import {
  type OperationDefinition,
  awaitDeletion,
  checkNameIsFree,
  undoCreation,
  putNew,
  verify,
} from '#libs/operations';
import { resourceGroup } from './resource-group.profile.js';

/** A group's PUT is synchronous: there is nothing to await (docs/azure-facts.md#resource-groups). */
export const resourceGroupCreate: OperationDefinition = {
  kind: 'RESOURCE_GROUP_CREATE',
  summary: 'Creates a resource group.',
  during: 'CREATING',
  putsWhole: true,
  steps: [checkNameIsFree(resourceGroup), putNew(resourceGroup), verify(resourceGroup)],
  compensation: [undoCreation(resourceGroup), awaitDeletion(resourceGroup, 'await removal')],
  onCanceled: { gone: true },
};
