import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import { checkFixedSettings, checkIdentity, shownSettings, together } from '#libs/resources';
import { gql, idempotencyKeyField, idOf, optional, verb } from '#libs/verbs';
import {
  changeCostTags,
  requestOf,
  identityInput,
  namedIn,
  allCostTags,
  ifMatchField,
  type Target,
  submissionOf,
  type SubmitDeps,
  submitChange,
  cannotChange,
} from '#libs/operations';
import { changeableOfComputeCluster } from './compute-cluster.body.js';
import { checkScale } from './scale.rules.js';
import { readComputeClusterRow } from './read-compute-cluster-row.js';
import type { ComputeClusterDesired } from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';
import { changeComputeCluster } from './change-compute-cluster.js';
import {
  exampleComputeCluster,
  scaleInput,
  sshInput,
  vmPriorityInput,
} from './compute-cluster.input.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('ComputeCluster').describe('The cluster.'),
    scale: optional(scaleInput).describe('How it shall scale, as a whole.'),
    identity: optional(identityInput).describe('Its identity, as a whole.'),
    costTags: optional(allCostTags).describe('Its cost tags, as a whole.'),
    description: optional(z.string().max(2000)).describe(
      'What it is for; empty text takes it away.',
    ),
    vmSize: optional(z.string().max(200)).describe(cannotChange),
    vmPriority: optional(vmPriorityInput).describe(cannotChange),
    location: optional(z.string().max(100)).describe(cannotChange),
    subnetId: optional(armIdSchema).describe(cannotChange),
    ssh: optional(sshInput).describe(cannotChange),
    enableNodePublicIp: optional(z.boolean()).describe(cannotChange),
    isolatedNetwork: optional(z.boolean()).describe(cannotChange),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What shall change; what is absent or null stays.' });
type Input = z.infer<typeof inputSchema>;

/**
 * Accepts a change of scale, identity, cost tags or description, each as a whole; what is not named stays. Anything else that differs
 * from what stands is refused as IMMUTABLE_FIELD.
 */
export const updateComputeCluster = verb({
  name: 'updateComputeCluster',
  noun: 'compute cluster',
  summary: 'Changes scale, identity, cost tags or description of a cluster in place.',
  input: inputSchema,
  example: { computeId: exampleComputeCluster, scale: { minNodeCount: 0, maxNodeCount: 8 } },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: false,
  answer: submissionOf('compute', 'ComputeCluster'),
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, ifMatch } = input;
    const request = requestOf(inputSchema, context, input);
    const change = changeComputeCluster({ computeId, ifMatch, request }, (standing, target) =>
      plan(deps, input, standing, target),
    );
    return submitChange(deps, context, change);
  },
});

function plan(deps: SubmitDeps, input: Input, standing: ComputeClusterDesired, target: Target) {
  const desired = merge(input, standing);
  const tags = input.costTags && changeCostTags(input.costTags, target, deps.requiredCostTags);
  const shown = shownSettings(
    computeClusterSettings,
    standing,
    readComputeClusterRow(target).observed,
  );
  return {
    asked: namedIn(input, changeableOfComputeCluster),
    desired,
    costTags: tags?.costTags ?? null,
    findings: together(
      checkFixedSettings(computeClusterSettings, input, shown),
      input.scale ? checkScale(desired.scale, desired.vmPriority) : together(),
      input.identity ? checkIdentity(desired.identity) : together(),
      tags?.findings ?? together(),
    ),
  };
}

function merge(input: Input, standing: ComputeClusterDesired): ComputeClusterDesired {
  return {
    ...standing,
    scale: input.scale ?? standing.scale,
    identity: input.identity ?? standing.identity,
    description: input.description === null ? standing.description : input.description || null,
  };
}
