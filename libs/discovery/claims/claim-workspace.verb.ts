import { z } from 'zod';
import { exampleId, gql, verb } from '#libs/verbs';
import { requestOf, submissionOf, type SubmitDeps } from '#libs/operations';
import { claimListed } from './claim-listed.js';
import { claimFields } from './claim.input.js';

const inputSchema = z
  .strictObject(claimFields)
  .register(gql, { description: 'A workspace that no team has, and its team.' });

/** Takes a workspace that stands in Azure into a team's care as it is, with its computes and attachments. */
export const claimWorkspace = verb({
  name: 'claimWorkspace',
  noun: 'workspace',
  summary:
    "Takes a workspace that stands in Azure and that no team has into a team's care as it is, with its computes and attachments. In a group that no team has this takes the role ADMIN on the whole platform.",
  input: inputSchema,
  example: {
    armId:
      '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-vision/providers/Microsoft.MachineLearningServices/workspaces/ws-vision',
    teamId: exampleId('Team'),
  },
  target: 'teamId',
  permission: 'operate',
  effect: 'change',
  destructive: false,
  answer: submissionOf('workspace', 'Workspace'),
  run: (deps: SubmitDeps, context, input) =>
    claimListed(deps, context, {
      ...input,
      kind: 'WORKSPACE',
      operation: 'WORKSPACE_CLAIM',
      what: 'workspace',
      request: requestOf(inputSchema, context, input),
    }),
});
