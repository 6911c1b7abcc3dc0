import { regionAt, setting } from '#libs/resources';

/** The one setting of a resource group (docs/azure-facts.md#resource-groups). */
export const groupSettings = {
  location: setting(regionAt('location'), { fixed: 'on a group that stands: create another one' }),
};
