import { z } from 'zod';
import {
  changedTags,
  desiredOf,
  newTags,
  readInput,
  type ResourceProfile,
  type StepContext,
} from '#libs/operations';
import { keptByContents } from '../holders/kept-by-contents.js';
import { changedWorkspaceBody, workspaceBody } from './workspace.body.js';
import { readWorkspaceRow } from './read-workspace-row.js';

const purgeFirst =
  'A deleted workspace still holds this name. Delete this one with purge: true, which removes it for good, then create it again; or choose another name.';

/** True: Azure keeps nothing of it that could be recovered. */
const isPurged = ({ operation }: StepContext): boolean =>
  readInput(z.object({ purge: z.boolean().default(false) }), operation).purge;

export const workspace: ResourceProfile = {
  noun: 'workspace',
  create: (context) =>
    workspaceBody(desiredOf(readWorkspaceRow, context.resource), newTags(context)),
  change: (context, current) => changedWorkspaceBody(current, changedTags(context, current)),
  deletion: (context) => ({ forceToPurge: String(isPurged(context)) }),
  keeps: keptByContents,
  deletesHidden: isPurged,
  explain: (error) =>
    /soft-deleted workspace/i.test(error.message) ? { ...error, remedy: purgeFirst } : error,
};
