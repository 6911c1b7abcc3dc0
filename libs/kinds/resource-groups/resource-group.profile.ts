import { desiredOf, changedTags, newTags, type ResourceProfile } from '#libs/operations';
import { keptByContents } from '../holders/kept-by-contents.js';
import { changedGroupBody, groupBody } from './resource-group.body.js';
import { readGroupRow } from './read-resource-group-row.js';

export const resourceGroup: ResourceProfile = {
  noun: 'resource group',
  create: (context) => groupBody(desiredOf(readGroupRow, context.resource), newTags(context)),
  tellsNew: true,
  change: (context, current) => changedGroupBody(current, changedTags(context, current)),
  deletion: () => ({}),
  keeps: keptByContents,
};
