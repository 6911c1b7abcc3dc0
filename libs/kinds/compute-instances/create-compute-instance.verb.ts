import { z } from 'zod';
import {
  armIdSchema,
  computeArmId,
  durationSchema,
  normaliseLocation,
  type DomainError,
} from '#libs/kernel';
import { checkName, together, vmSizeKey } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, optional, verb } from '#libs/verbs';
import {
  requestOf,
  identityInput,
  newCostTags,
  regionOf,
  type Target,
  submissionOf,
  type SubmitDeps,
  type Plan,
} from '#libs/operations';
import { createInHolder, workspaceHolding } from '../holders/create-in-holder.js';
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
  run: (deps: SubmitDeps, context, input) =>
    createInHolder(deps, context, {
      holder: workspaceHolding(input.workspaceId),
      kind: 'COMPUTE_INSTANCE_CREATE',
      request: requestOf(inputSchema, context, input),
      name: input.name,
      costTags: input.costTags,
      region: regionOf(null, input.vmSize),
      plan: (workspace) => plan(input, workspace),
      obstacle: isNameTakenInRegion(deps.pool, deps.kinds, input.workspaceId, input.name).then(
        (isTaken) => (isTaken ? nameTaken : undefined),
      ),
    }),
});

const nameTaken: DomainError = {
  code: 'ALREADY_EXISTS',
  message:
    'A compute of this region has this name, in this workspace or another one: Azure takes each name once a region. Choose another one.',
  field: ['input', 'name'],
};

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
