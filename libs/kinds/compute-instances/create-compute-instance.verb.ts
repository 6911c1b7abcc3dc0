import { z } from 'zod';
import { armIdSchema, computeArmId, durationSchema, normaliseLocation } from '#libs/kernel';
import { checkName, together, vmSizeKey } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, optional, verb } from '#libs/verbs';
import {
  requestOf,
  identityInput,
  newCostTags,
  readTarget,
  regionOf,
  type Target,
  submissionOf,
  type SubmitDeps,
  submitCreation,
  type Plan,
} from '#libs/operations';
import { holderBlocks } from '../holders/check-holder.js';
import { isNameTakenInRegion } from './region-name.repository.js';
import { checkComputeInstance } from './compute-instance.rules.js';
import type { ComputeInstanceDesired } from './compute-instance.schema.js';
import { computeInstanceSettings } from './compute-instance.settings.js';
import { assignedUserInput, computeInstanceSshInput } from './compute-instance.input.js';
import { schedulesInput } from './power-schedules/power-schedules.input.js';
import { customApplicationsInput, setupScriptsInput } from './setup/setup.input.js';
import { computeInstanceName } from './compute-instance-name.rules.js';

const inputSchema = z
  .strictObject({
    workspaceId: idOf('Workspace').describe('The workspace that shall hold it.'),
    name: z.string().max(200).describe('3 to 24 letters, digits and -, unique in the region.'),
    description: optional(z.string().max(2000)).describe('What it is for.'),
    vmSize: z.string().max(200).describe('VM size, e.g. Standard_DS11_v2.'),
    assignedUser: optional(assignedUserInput).describe('Whose it shall be; not together with ssh.'),
    ssh: optional(computeInstanceSshInput).describe('Off where absent.'),
    subnetId: optional(armIdSchema).describe('Its subnet.'),
    enableNodePublicIp: z
      .boolean()
      .prefault(computeInstanceSettings.enableNodePublicIp.default)
      .describe('Whether it has a public address.'),
    identity: optional(identityInput).describe('None where absent.'),
    idleTimeBeforeShutdown: optional(durationSchema).describe(
      'How long it may be idle before it stops: PT15M to P3D.',
    ),
    schedules: schedulesInput
      .prefault(computeInstanceSettings.schedules.default)
      .describe('What starts and stops it by the clock, four at most.'),
    setupScripts: optional(setupScriptsInput).describe('What Azure shall run on it.'),
    customApplications: customApplicationsInput
      .prefault(computeInstanceSettings.customApplications.default)
      .describe('Containers of its own.'),
    costTags: newCostTags,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new compute instance.' });
type Input = z.infer<typeof inputSchema>;

/** Accepts a compute instance in a workspace; warns where nothing would ever stop it. */
export const createComputeInstance = verb({
  name: 'createComputeInstance',
  noun: 'compute instance',
  summary: 'Creates a compute instance in a workspace.',
  input: inputSchema,
  example: {
    workspaceId: exampleId('Workspace'),
    name: 'jo-box',
    vmSize: 'Standard_DS11_v2',
    idleTimeBeforeShutdown: 'PT30M',
  },
  target: 'workspaceId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('compute', 'ComputeInstance'),
  run: async (deps: SubmitDeps, context, input) => {
    const { workspaceId, name, vmSize, costTags } = input;
    const request = requestOf(inputSchema, context, input);
    const [scope, taken] = await Promise.all([
      readTarget(deps.pool, deps.kinds, workspaceId, context.actor.principalId, request.key, {
        region: regionOf(null, vmSize),
      }),
      isNameTakenInRegion(deps.pool, deps.kinds, workspaceId, name),
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
      plan: (workspace) => plan(input, workspace),
      blocked: (workspace) =>
        holderBlocks(workspace, 'workspaceId') ?? (taken ? nameTaken : undefined),
    });
  },
});

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
    findings: together(checkName(computeInstanceName, input.name), checkComputeInstance(desired)),
  };
}

const desiredOf = (input: Input, workspace: Target): ComputeInstanceDesired => ({
  location: workspace.location,
  description: input.description,
  vmSize: input.vmSize,
  assignedUser: input.assignedUser,
  ssh: input.ssh,
  subnetId: input.subnetId,
  enableNodePublicIp: input.enableNodePublicIp,
  identity: input.identity ?? computeInstanceSettings.identity.default,
  idleTimeBeforeShutdown: input.idleTimeBeforeShutdown,
  schedules: input.schedules,
  setupScripts: input.setupScripts,
  customApplications: input.customApplications,
});
