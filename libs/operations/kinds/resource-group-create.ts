import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { checkName } from './check-name.step.js';
import { undoCreation } from './delete.step.js';
import { putNew } from './put-new.step.js';
import { resourceGroup } from './resource-group.profile.js';
import { verify } from './verify.step.js';

/** A group's PUT is synchronous: there is nothing to await (docs/azure-facts.md#resource-groups). */
export const resourceGroupCreate: KindDefinition = {
  kind: 'RESOURCE_GROUP_CREATE',
  steps: [checkName(resourceGroup), putNew(resourceGroup), verify(resourceGroup)],
  compensation: [undoCreation(resourceGroup), awaitDeletion(resourceGroup, 'await removal')],
  onCanceled: { gone: true },
};
