import { z } from 'zod';
import { refusal, type Tag } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  changeCostTags,
  requestOf,
  allCostTags,
  ifMatchField,
  type Target,
  submissionOf,
  type SubmitDeps,
  submitChange,
  type ChangePlan,
} from '#libs/operations';
import { kinds } from './kinds.js';

const inputSchema = z
  .strictObject({
    resourceId: idOf(...kinds.all.map(({ node }) => node)).describe(
      'A resource group, workspace or compute.',
    ),
    costTags: allCostTags.describe(
      'All tags; defaults of the team fill what is not named. What it carried in Azure before it was claimed stays, and what was made for a workspace keeps its own.',
    ),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Cost tags that replace all that stand.' });

/** Accepts new cost tags, which replace all that stand; the team's defaults fill what is not named. An attachment is attached anew for them. */
export const setCostTags = verb({
  name: 'setCostTags',
  noun: 'resource',
  summary:
    'Replaces the cost tags of a resource, here and in Azure. A Kubernetes compute is detached and attached anew for them.',
  input: inputSchema,
  example: { resourceId: exampleId('Workspace'), costTags: [{ key: 'owner', value: 'vision' }] },
  target: 'resourceId',
  permission: 'operate',
  effect: 'change',
  destructive: true,
  answer: submissionOf('resource', 'Node'),
  run: async (deps: SubmitDeps, context, input) => {
    return submitChange(deps, context, {
      kindFor: ({ kind }) => kinds.of(kind).tagging.operation,
      targetId: input.resourceId,
      field: 'resourceId',
      what: 'resource',
      request: requestOf(inputSchema, context, input),
      ifMatch: input.ifMatch,
      mustStand: true,
      plan: (target) => plan(input.costTags, target, deps.requiredCostTags),
    });
  },
});

function plan(asked: readonly Tag[], target: Target, required: readonly string[]): ChangePlan {
  const { tagging } = kinds.of(target.kind);
  const unchanged = { desired: null, costTags: null, asked: ['costTags'], input: {} };
  if (tagging.refusal !== undefined) {
    const findings = refusal('INVALID_INPUT', ['input', 'resourceId'], tagging.refusal);
    return { ...unchanged, findings };
  }
  const { costTags, findings } = changeCostTags(asked, target, required);
  return tagging.plan?.(target, costTags, findings) ?? { ...unchanged, costTags, findings };
}
