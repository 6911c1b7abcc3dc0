import { z } from 'zod';
import { exampleId, gql, verb } from '#libs/verbs';
import { requestOf, submissionOf, type SubmitDeps } from '#libs/operations';
import { claimListed } from './claim-listed.js';
import { claimFields } from './claim.input.js';

const inputSchema = z
  .strictObject(claimFields)
  .register(gql, { description: 'A resource group that no team has, and its team.' });

/** Takes a group that stands in Azure into a team's care as it is, with its workspaces and their computes. */
export const claimResourceGroup = verb({
  name: 'claimResourceGroup',
  noun: 'resource group',
  summary:
    "Takes a resource group that stands in Azure and that no team has into a team's care as it is, with its workspaces and their computes.",
  input: inputSchema,
  example: {
    armId: '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-vision',
    teamId: exampleId('Team'),
  },
  target: 'teamId',
  permission: 'administer',
  where: 'platform',
  effect: 'change',
  destructive: false,
  answer: submissionOf('resourceGroup', 'ResourceGroup'),
  run: (deps: SubmitDeps, context, input) =>
    claimListed(deps, context, {
      ...input,
      kind: 'RESOURCE_GROUP',
      operation: 'RESOURCE_GROUP_CLAIM',
      what: 'resource group',
      request: requestOf(inputSchema, context, input),
    }),
});
