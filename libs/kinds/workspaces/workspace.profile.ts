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
import { makingInput } from './dependencies/dependency-role.js';
import { madeSoFar } from './dependencies/made-so-far.js';
import type { WorkspaceDesired } from './workspace.schema.js';
import { changedWorkspaceBody, workspaceBody } from './workspace.body.js';
import { readWorkspaceRow } from './read-workspace-row.js';

const purgeFirst =
  'A deleted workspace still holds this name. Delete this one with purge: true, which removes it for good, then create it again; or choose another name.';

/** What was asked for, with what was made where nothing was named. */
const withDependencies = (
  desired: WorkspaceDesired,
  made: ReturnType<typeof madeSoFar>,
): WorkspaceDesired => ({
  ...desired,
  storageAccountId: desired.storageAccountId ?? made.STORAGE ?? null,
  keyVaultId: desired.keyVaultId ?? made.KEY_VAULT ?? null,
  applicationInsightsId: desired.applicationInsightsId ?? made.APPLICATION_INSIGHTS ?? null,
  containerRegistryId: desired.containerRegistryId ?? made.CONTAINER_REGISTRY ?? null,
});

/** True: Azure keeps nothing of it that could be recovered. */
const isPurged = ({ operation }: StepContext): boolean =>
  readInput(z.object({ purge: z.boolean().default(false) }), operation).purge;

export const workspace: ResourceProfile = {
  noun: 'workspace',
  create: (context) => {
    const { datastoreAccess } = readInput(makingInput, context.operation);
    const desired = desiredOf(readWorkspaceRow, context.resource);
    const whole = withDependencies(desired, madeSoFar(context.memory));
    return workspaceBody(whole, newTags(context), datastoreAccess);
  },
  change: (context, current) => changedWorkspaceBody(current, changedTags(context, current)),
  deletion: (context) => ({ forceToPurge: String(isPurged(context)) }),
  keeps: keptByContents,
  deletesHidden: isPurged,
  explain: (error) =>
    /soft-deleted workspace/i.test(error.message) ? { ...error, remedy: purgeFirst } : error,
};

/** A creation that is undone leaves nothing behind: the same name can be used again. */
export const purgedWorkspace: ResourceProfile = {
  ...workspace,
  deletion: () => ({ forceToPurge: 'true' }),
};
