import { z } from 'zod';
import { armIdSchema, computeArmId, normaliseLocation } from '#libs/kernel';
import {
  checkComputeCluster,
  checkName,
  desiredIdentitySchema,
  noIdentity,
  scaleSettingsSchema,
  sshAccesses,
  sshSettingsSchema,
  together,
  vmPriorities,
  vmSizeKey,
  type ClusterDesired,
} from '#libs/resources';
import type { RequestContext } from '#libs/tenants';
import { holderBlocks } from './check-holder.js';
import { requestOf } from './idempotency.js';
import {
  costTagsSchema,
  idempotencyKeySchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import { readTarget, regionOf, type Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitCreation, type Plan } from './submit-creation.js';

/** What clients may leave out has the contract's defaults. */
export const scaleInputSchema = scaleSettingsSchema.extend({
  minNodeCount: scaleSettingsSchema.shape.minNodeCount.nullish().transform((count) => count ?? 0),
  nodeIdleTimeBeforeScaleDown: scaleSettingsSchema.shape.nodeIdleTimeBeforeScaleDown
    .nullish()
    .transform((duration) => duration ?? 'PT120S'),
});

export const sshInputSchema = sshSettingsSchema.extend({
  publicAccess: z
    .enum(sshAccesses)
    .nullish()
    .transform((access) => access ?? ('NOT_SPECIFIED' as const)),
});

const inputSchema = z.object({
  workspaceId: rowIdSchema,
  name: z.string().max(200),
  description: optional(z.string().max(2000)),
  vmSize: z.string().max(200),
  vmPriority: optional(z.enum(vmPriorities)),
  scale: scaleInputSchema,
  location: optional(z.string().max(100)),
  identity: optional(desiredIdentitySchema),
  subnetId: optional(armIdSchema),
  ssh: optional(sshInputSchema),
  enableNodePublicIp: optional(z.boolean()),
  isolatedNetwork: optional(z.boolean()),
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

/** Accepts a compute cluster in a workspace; warns of another region, many nodes and what is always billed. */
export async function createComputeCluster(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const request = requestOf(inputSchema, 'createComputeCluster', input.value);
  const { principalId } = context.actor;
  const { workspaceId, location, vmSize } = input.value;
  const scope = await readTarget(deps.pool, workspaceId, principalId, request.key, {
    region: regionOf(location, vmSize),
  });
  const found = scope.found?.kind === 'WORKSPACE' ? scope.found : null;
  return submitCreation(deps, context, {
    scope: { ...scope, found },
    request,
    payer: found?.payer ?? null,
    askedTags: input.value.costTags,
    on: {
      kind: 'COMPUTE_CLUSTER_CREATE',
      field: 'workspaceId',
      what: 'workspace',
      targetName: input.value.name,
    },
    plan: (workspace) => plan(input.value, workspace),
    blocked: (workspace) => holderBlocks(workspace, 'workspaceId'),
  });
}

function plan(input: Input, workspace: Target): Plan {
  const desired = desiredOf(input, workspace);
  return {
    kind: 'COMPUTE_CLUSTER_CREATE',
    resourceKind: 'COMPUTE_CLUSTER',
    parentId: workspace.id,
    name: input.name,
    armId: computeArmId(workspace.armId, input.name),
    subscriptionId: workspace.subscriptionId,
    location: desired.location,
    desired,
    vmSizeKey: vmSizeKey(desired.vmSize),
    offer: {
      location: desired.location,
      stands: input.location === null ? null : 'compute',
      size: {
        ...{ vmSize: desired.vmSize, computeType: 'AmlCompute' },
        vmPriority: desired.vmPriority,
      },
    },
    findings: together(
      checkName('COMPUTE_CLUSTER', input.name),
      checkComputeCluster(desired, workspace.location),
    ),
  };
}

const desiredOf = (input: Input, workspace: Target): ClusterDesired => ({
  location: normaliseLocation(input.location ?? workspace.location),
  description: input.description,
  vmSize: input.vmSize,
  vmPriority: input.vmPriority ?? 'DEDICATED',
  scale: input.scale,
  identity: input.identity ?? noIdentity,
  subnetId: input.subnetId,
  ssh: input.ssh,
  enableNodePublicIp: input.enableNodePublicIp ?? true,
  isolatedNetwork: input.isolatedNetwork ?? false,
});
