import { z } from 'zod';

/** What a workspace leans on, in the order in which it is made: Application Insights writes to Log Analytics. */
export const dependencyRoles = [
  'STORAGE',
  'KEY_VAULT',
  'LOG_ANALYTICS',
  'APPLICATION_INSIGHTS',
  'CONTAINER_REGISTRY',
] as const;
export type DependencyRole = (typeof dependencyRoles)[number];

export const datastoreAccesses = ['KEYS', 'IDENTITY'] as const;
export type DatastoreAccess = (typeof datastoreAccesses)[number];

/** What `operation.input` of a creation says of it; older ones made nothing. */
export const makingInput = z.object({
  make: z.array(z.enum(dependencyRoles)).default([]),
  datastoreAccess: z.enum(datastoreAccesses).default('KEYS'),
});
