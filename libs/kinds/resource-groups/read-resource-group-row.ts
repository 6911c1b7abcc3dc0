import { settingsReader } from '#libs/resources';
import {
  resourceGroupDesiredSchema,
  resourceGroupObservedSchema,
} from './resource-group.schema.js';
import { groupSettings } from './resource-group.settings.js';

/** A RESOURCE_GROUP as far as its row can be read. */
export const readGroupRow = settingsReader(groupSettings, {
  desired: resourceGroupDesiredSchema,
  observed: resourceGroupObservedSchema,
  unsaid: () => ({ tags: null }),
});
