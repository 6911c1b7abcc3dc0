import { groupSettings, type ResourceGroupDesired } from '#libs/kinds/resource-groups';
import { shownSettings } from '#libs/resources';
import type { ResourceRow } from '../../reads/rows.js';

/** A resource group as clients see it, beside what every resource has. */
export const present = ({ desired, observed }: ResourceRow) =>
  shownSettings(groupSettings, desired as ResourceGroupDesired, observed ?? null);
