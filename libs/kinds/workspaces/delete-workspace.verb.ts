import { z } from 'zod';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import { ifMatchField, requestOfLater, submissionOf, type SubmitDeps } from '#libs/operations';
import { deleteHolder, holderDeletion } from '../holders/delete-holder.js';

const inputSchema = z
  .strictObject({
    workspaceId: idOf('Workspace').describe('The workspace.'),
    ...holderDeletion,
    purge: z
      .boolean()
      .prefault(false)
      .describe('True: for good. False: Azure keeps it, and its name, for a while.'),
    deleteDependencies: z
      .boolean()
      .prefault(false)
      .describe(
        'True: what Armature made for it, and nobody else leans on, goes too. Azure then cannot recover the workspace.',
      ),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The workspace to delete, with its computes.' });

/** Fields that came later, as they are without a word. */
const laterFields = { ifMatch: null, deleteDependencies: false };

/** Accepts the deletion of a workspace with its computes. Without `purge` Azure keeps it, and its name, for a while. */
export const deleteWorkspace = verb({
  name: 'deleteWorkspace',
  noun: 'workspace',
  summary: 'Deletes a workspace with its computes. confirmName must equal its name.',
  input: inputSchema,
  example: { workspaceId: exampleId('Workspace'), confirmName: 'ws-vision' },
  target: 'workspaceId',
  permission: 'operate',
  effect: 'delete',
  destructive: true,
  answer: submissionOf('workspace', 'Workspace'),
  run: async (deps: SubmitDeps, context, input) => {
    const { purge, confirmName, deleteDependencies } = input;
    return deleteHolder(deps, context, input.deleteUnmanagedArmIds, {
      kindFor: ({ kind }) => (kind === 'WORKSPACE' ? 'WORKSPACE_DELETE' : undefined),
      targetId: input.workspaceId,
      field: 'workspaceId',
      what: 'workspace',
      confirmName,
      ifMatch: input.ifMatch,
      request: requestOfLater(inputSchema, context, input, laterFields),
      input: { purge, deleteDependencies },
    });
  },
});
