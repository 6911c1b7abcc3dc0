import type { z } from 'zod';
import { desiredSchema, observedSchema, observedTagsSchema } from '#libs/resources';
import { groupSettings } from './resource-group.settings.js';

/** `resource.desired` of a RESOURCE_GROUP: what was asked for, complete. */
export const resourceGroupDesiredSchema = desiredSchema(groupSettings);
export type ResourceGroupDesired = z.infer<typeof resourceGroupDesiredSchema>;

/** `resource.observed` of a RESOURCE_GROUP. */
export const resourceGroupObservedSchema = observedSchema(groupSettings, {
  tags: observedTagsSchema,
});
export type ResourceGroupObserved = z.infer<typeof resourceGroupObservedSchema>;
