import { z } from 'zod';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import { ifMatchField, requestOfLater, submissionOf, type SubmitDeps } from '#libs/operations';
import { deleteHolder, holderDeletion } from '../holders/delete-holder.js';

const inputSchema = z
  .strictObject({
    resourceGroupId: idOf('ResourceGroup').describe('The group.'),
    ...holderDeletion,
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The group to delete, with everything in it.' });

/** Accepts the deletion of a resource group with everything in it. */
export const deleteResourceGroup = verb({
  name: 'deleteResourceGroup',
  noun: 'resource group',
  summary: 'Deletes a resource group with everything in it. confirmName must equal its name.',
  input: inputSchema,
  example: { resourceGroupId: exampleId('ResourceGroup'), confirmName: 'rg-vision' },
  target: 'resourceGroupId',
  permission: 'operate',
  effect: 'delete',
  destructive: true,
  answer: submissionOf('resourceGroup', 'ResourceGroup'),
  run: async (deps: SubmitDeps, context, input) => {
    return deleteHolder(deps, context, input.deleteUnmanagedArmIds, {
      kindFor: ({ kind }) => (kind === 'RESOURCE_GROUP' ? 'RESOURCE_GROUP_DELETE' : undefined),
      targetId: input.resourceGroupId,
      field: 'resourceGroupId',
      what: 'resource group',
      confirmName: input.confirmName,
      ifMatch: input.ifMatch,
      request: requestOfLater(inputSchema, context, input),
    });
  },
});
