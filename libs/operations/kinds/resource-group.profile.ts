import { changedGroupBody, groupBody, readGroupRow } from '#libs/resources';
import { desiredOf } from '../unreadable-row.rules.js';
import { changedTags, newTags } from './profile-tags.js';
import { keptByContents } from './kept-by-contents.js';
import type { ResourceProfile } from './resource-profile.js';

export const resourceGroup: ResourceProfile = {
  noun: 'resource group',
  create: (context) => groupBody(desiredOf(readGroupRow, context.resource), newTags(context)),
  tellsNew: true,
  change: (context, current) => changedGroupBody(current, changedTags(context, current)),
  deletion: () => ({}),
  keeps: keptByContents,
};
