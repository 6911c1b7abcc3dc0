import {
  objectAt,
  observeSettings,
  observeTags,
  readOnlyEnvelope,
  withSettings,
  writable,
  type AzureTags,
  type ResourceBody,
} from '#libs/resources';
import type { ResourceGroupDesired, ResourceGroupObserved } from './resource-group.schema.js';
import { groupSettings } from './resource-group.settings.js';

/** The PUT that makes a resource group (docs/azure-facts.md#resource-groups). */
export const groupBody = (desired: ResourceGroupDesired, tags: AzureTags): ResourceBody =>
  withSettings({ tags }, groupSettings, desired);

/** The PUT that changes a group's tags, which it replaces; all else goes back as ARM returned it. */
export function changedGroupBody(current: ResourceBody, tags: ResourceBody): ResourceBody {
  const properties = writable(objectAt(current, 'properties'), ['provisioningState']);
  return {
    ...writable(current, [...readOnlyEnvelope, 'properties']),
    tags,
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** What ARM answered about a resource group, in our words. Never throws. */
export const observeGroup = (body: ResourceBody): ResourceGroupObserved => ({
  ...observeSettings(groupSettings, body),
  tags: observeTags(body),
});
