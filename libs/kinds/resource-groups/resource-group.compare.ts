import { normaliseLocation } from '#libs/kernel';
import { differing, differingTags, type IgnoredField, type Tag } from '#libs/resources';
import type { ResourceGroupDesired, ResourceGroupObserved } from './resource-group.schema.js';

/** Fields of a group that Azure has otherwise than asked, cost tags included. */
export const compareGroup = (
  desired: ResourceGroupDesired,
  costTags: readonly Tag[],
  found: ResourceGroupObserved,
): IgnoredField[] => [
  ...differing('location', desired.location, found.location, normaliseLocation),
  ...differingTags(costTags, found.tags),
];
