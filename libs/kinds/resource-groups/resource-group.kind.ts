import type { KindDefinition } from '../kind-definition.js';
import { createResourceGroup } from './create-resource-group.verb.js';
import { deleteResourceGroup } from './delete-resource-group.verb.js';
import { readGroupRow } from './read-resource-group-row.js';
import { resourceGroupClaim } from './resource-group-claim.js';
import { resourceGroupCreate } from './resource-group-create.js';
import { resourceGroupDelete } from './resource-group-delete.js';
import { resourceGroupUpdate } from './resource-group-update.js';
import { observeGroup } from './resource-group.body.js';
import { groupSettings } from './resource-group.settings.js';

export const resourceGroups: KindDefinition = {
  kind: 'RESOURCE_GROUP',
  node: 'ResourceGroup',
  folder: 'resource-groups',
  operations: [resourceGroupClaim, resourceGroupCreate, resourceGroupUpdate, resourceGroupDelete],
  verbs: [createResourceGroup, deleteResourceGroup],
  observe: observeGroup,
  read: readGroupRow,
  settings: groupSettings,
  tagging: { operation: 'RESOURCE_GROUP_UPDATE' },
};
