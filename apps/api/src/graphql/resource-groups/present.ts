import { groupSettings } from '#libs/kinds/resource-groups';
import { presentedWith } from '../presented-resource.js';

/** A resource group as clients see it. */
export const Presented = presentedWith(groupSettings);
