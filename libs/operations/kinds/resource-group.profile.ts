import { changedGroupBody, groupBody, resourceGroupDesiredSchema } from '#libs/resources';
import { changedTags, newTags } from './profile-tags.js';
import { keptByContents } from './kept-by-contents.js';
import type { ResourceProfile } from './resource-profile.js';

export const resourceGroup: ResourceProfile = {
  noun: 'resource group',
  create: (context) =>
    groupBody(resourceGroupDesiredSchema.parse(context.resource.desired), newTags(context)),
  change: (context, current) => changedGroupBody(current, changedTags(context, current)),
  deletion: () => ({}),
  keeps: keptByContents,
};
