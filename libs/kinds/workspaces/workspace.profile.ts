import { desiredOf, inputOf, changedTags, newTags, type ResourceProfile } from '#libs/operations';
import { keptByContents } from '../holders/kept-by-contents.js';
import { changedWorkspaceBody, workspaceBody } from './workspace.body.js';
import { readWorkspaceRow } from './read-workspace-row.js';

const purgeFirst =
  'A deleted workspace still holds this name. Delete this one with purge: true, which removes it for good, then create it again; or choose another name.';

export const workspace: ResourceProfile = {
  noun: 'workspace',
  create: (context) =>
    workspaceBody(desiredOf(readWorkspaceRow, context.resource), newTags(context)),
  change: (context, current) => changedWorkspaceBody(current, changedTags(context, current)),
  deletion: ({ operation }) => ({ forceToPurge: String(inputOf(operation).purge) }),
  keeps: keptByContents,
  deletesHidden: ({ operation }) => inputOf(operation).purge,
  explain: (error) =>
    /soft-deleted workspace/i.test(error.message) ? { ...error, remedy: purgeFirst } : error,
};
