import { changedWorkspaceBody, readWorkspaceRow, workspaceBody } from '#libs/resources';
import { desiredOf } from '../unreadable-row.rules.js';
import { inputOf } from '../operation-input.rules.js';
import { changedTags, newTags } from './profile-tags.js';
import { keptByContents } from './kept-by-contents.js';
import type { ResourceProfile } from './resource-profile.js';

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
