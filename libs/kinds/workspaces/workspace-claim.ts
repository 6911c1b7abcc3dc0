import {
  type OperationDefinition,
  askedFields,
  awaitWritten,
  putChanged,
  verify,
} from '#libs/operations';
import { lookAtClaimed } from '../holders/look-at-claimed.step.js';
import { takeInComputes } from '../holders/take-in.step.js';
import { whereTagsAreWritten } from '../holders/write-tags-where-asked.js';
import { workspace } from './workspace.profile.js';

/** Takes a workspace that stands in Azure, with its computes. What was taken in before a cancel stays. */
export const workspaceClaim: OperationDefinition = {
  kind: 'WORKSPACE_CLAIM',
  summary: 'Takes a workspace that stands in Azure into the care of a team, with its computes.',
  during: 'UPDATING',
  steps: [
    lookAtClaimed(workspace),
    takeInComputes,
    whereTagsAreWritten(putChanged(workspace)),
    whereTagsAreWritten(awaitWritten(workspace)),
    whereTagsAreWritten(verify(workspace, askedFields)),
  ],
};
