import { z } from 'zod';
import { armIdSchema, computeArmId, durationSchema, normaliseLocation } from '#libs/kernel';
import {
  assignedUserSchema,
  checkComputeInstance,
  checkName,
  desiredIdentitySchema,
  instanceSshSchema,
  noIdentity,
  together,
  vmSizeKey,
  type InstanceDesired,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { holderBlocks } from './check-holder.js';
import { requestOf } from './idempotency.js';
import {
  costTagsSchema,
  idempotencyKeySchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import { isNameTakenInRegion } from './region-name.repository.js';
import { schedulesInputSchema } from './schedules-input.js';
import { customApplicationsInputSchema, setupScriptsInputSchema } from './setup-input.js';
import { readTarget, regionOf, type Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitCreation, type Plan } from './submit-creation.js';

const inputSchema = z.object({
  workspaceId: rowIdSchema,
  name: z.string().max(200),
  description: optional(z.string().max(2000)),
  vmSize: z.string().max(200),
  assignedUser: optional(assignedUserSchema),
  ssh: optional(instanceSshSchema),
  subnetId: optional(armIdSchema),
  enableNodePublicIp: optional(z.boolean()),
  identity: optional(desiredIdentitySchema),
  idleTimeBeforeShutdown: optional(durationSchema),
  schedules: optional(schedulesInputSchema),
  setupScripts: optional(setupScriptsInputSchema),
  customApplications: optional(customApplicationsInputSchema),
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

/** Accepts a compute instance in a workspace; warns where nothing would ever stop it. */
export async function createComputeInstance(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { workspaceId, name, vmSize, costTags } = input.value;
  const request = requestOf(inputSchema, 'createComputeInstance', input.value);
  const [scope, taken] = await Promise.all([
    readTarget(deps.pool, workspaceId, context.actor.principalId, request.key, {
      region: regionOf(null, vmSize),
    }),
    isNameTakenInRegion(deps.pool, workspaceId, name),
  ]);
  const found = scope.found?.kind === 'WORKSPACE' ? scope.found : null;
  return submitCreation(deps, context, {
    scope: { ...scope, found },
    request,
    payer: found?.payer ?? null,
    askedTags: costTags,
    on: {
      kind: 'COMPUTE_INSTANCE_CREATE',
      field: 'workspaceId',
      what: 'workspace',
      targetName: name,
    },
    plan: (workspace) => plan(input.value, workspace),
    blocked: (workspace) =>
      holderBlocks(workspace, 'workspaceId') ?? (taken ? nameTaken : undefined),
  });
}

const nameTaken = {
  code: 'ALREADY_EXISTS',
  message:
    'A compute of this region has this name, in this workspace or another one: Azure takes each name once a region. Choose another one.',
  field: ['input', 'name'],
} as const;

function plan(input: Input, workspace: Target): Plan {
  const desired = desiredOf(input, workspace);
  return {
    kind: 'COMPUTE_INSTANCE_CREATE',
    resourceKind: 'COMPUTE_INSTANCE',
    parentId: workspace.id,
    name: input.name,
    armId: computeArmId(workspace.armId, input.name),
    subscriptionId: workspace.subscriptionId,
    location: desired.location,
    desired,
    vmSizeKey: vmSizeKey(desired.vmSize),
    offer: {
      location: normaliseLocation(desired.location),
      stands: null,
      size: { vmSize: desired.vmSize, computeType: 'ComputeInstance', vmPriority: 'DEDICATED' },
    },
    findings: together(checkName('COMPUTE_INSTANCE', input.name), checkComputeInstance(desired)),
  };
}

const desiredOf = (input: Input, workspace: Target): InstanceDesired => ({
  location: workspace.location,
  description: input.description,
  vmSize: input.vmSize,
  assignedUser: input.assignedUser,
  ssh: input.ssh,
  subnetId: input.subnetId,
  enableNodePublicIp: input.enableNodePublicIp ?? true,
  identity: input.identity ?? noIdentity,
  idleTimeBeforeShutdown: input.idleTimeBeforeShutdown,
  schedules: input.schedules ?? [],
  setupScripts: input.setupScripts,
  customApplications: input.customApplications ?? [],
});
