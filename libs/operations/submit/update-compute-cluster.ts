import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import {
  changeableOfCluster,
  checkIdentity,
  checkImmutableCluster,
  checkScale,
  desiredIdentitySchema,
  readClusterRow,
  shownCluster,
  together,
  vmPriorities,
  type ClusterDesired,
} from '#libs/resources';
import type { RequestContext } from '#libs/tenants';
import { changeCluster } from './change-cluster.js';
import { changeCostTags } from './change-cost-tags.js';
import { scaleInputSchema, sshInputSchema } from './create-compute-cluster.js';
import { requestOf } from './idempotency.js';
import { namedIn } from './named-fields.js';
import {
  costTagListSchema,
  idempotencyKeySchema,
  ifMatchSchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import type { Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  scale: optional(scaleInputSchema),
  identity: optional(desiredIdentitySchema),
  costTags: optional(costTagListSchema),
  /** Empty takes it away. */
  description: optional(z.string().max(2000)),
  vmSize: optional(z.string().max(200)),
  vmPriority: optional(z.enum(vmPriorities)),
  location: optional(z.string().max(100)),
  subnetId: optional(armIdSchema),
  ssh: optional(sshInputSchema),
  enableNodePublicIp: optional(z.boolean()),
  isolatedNetwork: optional(z.boolean()),
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

/**
 * Accepts a change of scale, identity, cost tags or description, each as a whole; what is not named stays. Anything else that differs
 * from what stands is refused as IMMUTABLE_FIELD.
 */
export async function updateComputeCluster(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, ifMatch } = input.value;
  const request = requestOf(inputSchema, 'updateComputeCluster', input.value);
  const change = changeCluster({ computeId, ifMatch, request }, (standing, target) =>
    plan(deps, input.value, standing, target),
  );
  return submitChange(deps, context, change);
}

function plan(deps: SubmitDeps, input: Input, standing: ClusterDesired, target: Target) {
  const desired = merge(input, standing);
  const tags = input.costTags && changeCostTags(input.costTags, target, deps.requiredCostTags);
  return {
    asked: namedIn(input, changeableOfCluster),
    desired,
    costTags: tags?.costTags ?? null,
    findings: together(
      checkImmutableCluster(input, shownCluster(standing, readClusterRow(target).observed)),
      input.scale ? checkScale(desired.scale, desired.vmPriority) : together(),
      input.identity ? checkIdentity(desired.identity) : together(),
      tags?.findings ?? together(),
    ),
  };
}

function merge(input: Input, standing: ClusterDesired): ClusterDesired {
  return {
    ...standing,
    scale: input.scale ?? standing.scale,
    identity: input.identity ?? standing.identity,
    description: input.description === null ? standing.description : input.description || null,
  };
}
