import { z } from 'zod';
import { observedTagsSchema } from '#libs/resources';

/** `resource.desired` of a RESOURCE_GROUP: what was asked for, complete. */
export const resourceGroupDesiredSchema = z.object({ location: z.string() });
export type ResourceGroupDesired = z.infer<typeof resourceGroupDesiredSchema>;

/** `resource.observed` of a RESOURCE_GROUP. */
export const resourceGroupObservedSchema = z.object({
  location: z.string(),
  tags: observedTagsSchema,
});
export type ResourceGroupObserved = z.infer<typeof resourceGroupObservedSchema>;
