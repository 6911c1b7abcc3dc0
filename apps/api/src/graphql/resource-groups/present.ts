import {
  shownGroup,
  type ResourceGroupDesired,
  type ResourceGroupObserved,
} from '#libs/kinds/resource-groups';
import type { ResourceRow } from '../../reads/rows.js';

/** A resource group as clients see it, beside what every resource has. */
export const present = ({ desired, observed }: ResourceRow) =>
  shownGroup(desired as ResourceGroupDesired, (observed ?? null) as ResourceGroupObserved | null);
