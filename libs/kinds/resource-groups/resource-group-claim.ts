import { type OperationDefinition, askedFields, putChanged, verify } from '#libs/operations';
import { lookAtClaimed } from '../holders/look-at-claimed.step.js';
import {
  takeInComputes,
  takeInConnectedClusters,
  takeInWorkspaces,
} from '../holders/take-in.step.js';
import { whereTagsAreWritten } from '../holders/write-tags-where-asked.js';
import { resourceGroup } from './resource-group.profile.js';

/** Takes a group that stands in Azure, with what lies in it. What was taken in before a cancel stays. */
export const resourceGroupClaim: OperationDefinition = {
  kind: 'RESOURCE_GROUP_CLAIM',
  summary: 'Takes a resource group that stands in Azure into the care of a team, with all in it.',
  during: 'UPDATING',
  steps: [
    lookAtClaimed(resourceGroup),
    takeInWorkspaces,
    takeInConnectedClusters,
    takeInComputes,
    whereTagsAreWritten(putChanged(resourceGroup)),
    whereTagsAreWritten(verify(resourceGroup, askedFields)),
  ],
};
