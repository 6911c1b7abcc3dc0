import { z } from 'zod';
import type { RequestContext } from '#libs/tenants';
import type { OperationKind } from '../operation.js';
import { changeCostTags } from './change-cost-tags.js';
import { requestOf } from './idempotency.js';
import {
  costTagsSchema,
  idempotencyKeySchema,
  ifMatchSchema,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  resourceId: rowIdSchema,
  costTags: costTagsSchema,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

const updateKinds: Partial<Record<string, OperationKind>> = {
  RESOURCE_GROUP: 'RESOURCE_GROUP_UPDATE',
  WORKSPACE: 'WORKSPACE_UPDATE',
  COMPUTE_CLUSTER: 'COMPUTE_CLUSTER_UPDATE',
};

/** Accepts new cost tags, which replace all that stand; the team's defaults fill what is not named. */
export async function setCostTags(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  return submitChange(deps, context, {
    kindFor: ({ kind }) => updateKinds[kind],
    deniedAs: 'COMPUTE_CLUSTER_UPDATE',
    targetId: input.value.resourceId,
    field: 'resourceId',
    what: 'resource',
    request: requestOf('setCostTags', input.value),
    ifMatch: input.value.ifMatch,
    mustStand: true,
    plan: (target) => ({
      ...changeCostTags(input.value.costTags, target, deps.requiredCostTags),
      desired: null,
      input: {},
    }),
  });
}
