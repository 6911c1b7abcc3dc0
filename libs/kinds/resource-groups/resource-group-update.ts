import { type OperationDefinition, putChanged, verify, askedFields } from '#libs/operations';
import { resourceGroup } from './resource-group.profile.js';

/** Changes the tags of a resource group; synchronous as its creation. */
export const resourceGroupUpdate: OperationDefinition = {
  kind: 'RESOURCE_GROUP_UPDATE',
  summary: 'Changes the tags of a resource group.',
  during: 'UPDATING',
  putsWhole: true,
  steps: [putChanged(resourceGroup), verify(resourceGroup, askedFields)],
};
