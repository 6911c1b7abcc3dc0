import type { KindDefinition } from '../../operations/step.js';
import { putChanged } from '../../operations/steps/put-changed.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { askedFields } from '../asked-fields.js';
import { resourceGroup } from './resource-group.profile.js';

/** Changes the tags of a resource group; synchronous as its creation. */
export const resourceGroupUpdate: KindDefinition = {
  kind: 'RESOURCE_GROUP_UPDATE',
  steps: [putChanged(resourceGroup), verify(resourceGroup, askedFields)],
};
