import type { KindDefinition } from '../step.js';
import { askedFields } from './asked-fields.js';
import { putChanged } from './put-changed.step.js';
import { resourceGroup } from './resource-group.profile.js';
import { verify } from './verify.step.js';

/** Changes the tags of a resource group; synchronous as its creation. */
export const resourceGroupUpdate: KindDefinition = {
  kind: 'RESOURCE_GROUP_UPDATE',
  steps: [putChanged(resourceGroup), verify(resourceGroup, askedFields)],
};
