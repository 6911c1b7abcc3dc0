import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { checkName } from '../../operations/steps/check-name.step.js';
import { undoCreation } from '../../operations/steps/delete.step.js';
import { putNew } from '../../operations/steps/put-new.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { resourceGroup } from './resource-group.profile.js';

/** A group's PUT is synchronous: there is nothing to await (docs/azure-facts.md#resource-groups). */
export const resourceGroupCreate: KindDefinition = {
  kind: 'RESOURCE_GROUP_CREATE',
  steps: [checkName(resourceGroup), putNew(resourceGroup), verify(resourceGroup)],
  compensation: [undoCreation(resourceGroup), awaitDeletion(resourceGroup, 'await removal')],
  onCanceled: { gone: true },
};
