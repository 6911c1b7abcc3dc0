import { desiredOf, changedTags, newTags, type ResourceProfile } from '#libs/operations';
import { keptByContents } from '../holders/kept-by-contents.js';
import { listContents } from '../holders/list-contents.js';
import { changedGroupBody, groupBody } from './resource-group.body.js';
import { readGroupRow } from './read-resource-group-row.js';

export const resourceGroup: ResourceProfile = {
  noun: 'resource group',
  create: (context) => groupBody(desiredOf(readGroupRow, context.resource), newTags(context)),
  isEmpty: async ({ arm, resource, signal }) =>
    (await listContents(arm, resource.armId, signal)).length === 0,
  change: (context, current) => changedGroupBody(current, changedTags(context, current)),
  deletion: () => ({}),
  keeps: keptByContents,
};
