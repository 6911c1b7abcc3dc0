import { normaliseLocation } from '#libs/kernel';
import { shownText } from '#libs/resources';
import type { ResourceGroupDesired, ResourceGroupObserved } from './resource-group.schema.js';

/** Where a group is, as Azure has it; as it was asked for until Azure has said anything (ADR 0022). */
export const shownGroup = (
  asked: ResourceGroupDesired,
  found: ResourceGroupObserved | null,
): ResourceGroupDesired => ({
  location: shownText(asked.location, found?.location ?? '', normaliseLocation),
});
