import { z } from 'zod';

/** `resource.desired` of a RESOURCE_GROUP: what was asked for, complete. */
export const resourceGroupDesiredSchema = z.object({ location: z.string() });
export type ResourceGroupDesired = z.infer<typeof resourceGroupDesiredSchema>;

/** `resource.observed` of a RESOURCE_GROUP. */
export interface ResourceGroupObserved {
  location: string;
  tags: Record<string, string> | null;
}
