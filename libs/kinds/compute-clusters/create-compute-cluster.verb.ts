import { z } from 'zod';
import { armIdSchema, computeArmId, normaliseLocation } from '#libs/kernel';
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
import { checkComputeCluster } from './compute-cluster.rules.js';
import type { ComputeClusterDesired } from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';
import { scaleInput, sshInput, vmPriorityInput } from './compute-cluster.input.js';
import { computeClusterName } from './compute-cluster-name.rules.js';

const inputSchema = z
  .strictObject({
    workspaceId: idOf('Workspace').describe('The workspace that shall hold it.'),
    name: z.string().max(200).describe('3 to 24 letters, digits and -, unique in the region.'),
    description: optional(z.string().max(2000)).describe('What it is for.'),
    vmSize: z.string().max(200).describe('VM size, e.g. Standard_DS3_v2.'),
    vmPriority: vmPriorityInput
      .prefault(computeClusterSettings.vmPriority.default)
      .describe('What Azure shall promise about the nodes.'),
    scale: scaleInput.describe('How it shall scale.'),
    location: optional(z.string().max(100)).describe(
      "Where the nodes shall be; the workspace's region where absent.",
    ),
    identity: optional(identityInput).describe('None where absent.'),
    subnetId: optional(armIdSchema).describe('The subnet of its nodes.'),
    ssh: optional(sshInput).describe('SSH to the nodes.'),
    enableNodePublicIp: z
      .boolean()
      .prefault(computeClusterSettings.enableNodePublicIp.default)
      .describe('Whether nodes have public addresses.'),
    isolatedNetwork: z
      .boolean()
      .prefault(computeClusterSettings.isolatedNetwork.default)
      .describe('Whether nodes are in an isolated network.'),
    costTags: newCostTags,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new compute cluster.' });
type Input = z.infer<typeof inputSchema>;

/** Accepts a compute cluster in a workspace; warns of another region, many nodes and what is always billed. */
export const createComputeCluster = verb({
  name: 'createComputeCluster',
  noun: 'compute cluster',
  summary: 'Creates a compute cluster in a workspace.',
  input: inputSchema,
  example: {
    workspaceId: exampleId('Workspace'),
    name: 'cpu-cluster',
    vmSize: 'Standard_DS3_v2',
    scale: { maxNodeCount: 4 },
  },
  target: 'workspaceId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('compute', 'ComputeCluster'),
  run: (deps: SubmitDeps, context, input) =>
    createInHolder(deps, context, {
      holder: workspaceHolding(input.workspaceId),
      kind: 'COMPUTE_CLUSTER_CREATE',
      request: requestOf(inputSchema, context, input),
      name: input.name,
      costTags: input.costTags,
      region: regionOf(input.location, input.vmSize),
      plan: (workspace) => plan(input, workspace),
    }),
});

function plan(input: Input, workspace: Target): Plan {
  const desired = desiredOf(input, workspace);
  return {
    kind: 'COMPUTE_CLUSTER_CREATE',
    resourceKind: 'COMPUTE_CLUSTER',
    locationField: 'location',
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
        vmSize: desired.vmSize,
        computeType: 'AmlCompute',
        vmPriority: desired.vmPriority,
      },
    },
    findings: together(
      checkName(computeClusterName, input.name),
      checkComputeCluster(desired, workspace.location),
    ),
  };
}

const desiredOf = (input: Input, workspace: Target): ComputeClusterDesired => ({
  location: normaliseLocation(input.location ?? workspace.location),
  description: input.description,
  vmSize: input.vmSize,
  vmPriority: input.vmPriority,
  scale: input.scale,
  identity: input.identity ?? computeClusterSettings.identity.default,
  subnetId: input.subnetId,
  ssh: input.ssh,
  enableNodePublicIp: input.enableNodePublicIp,
  isolatedNetwork: input.isolatedNetwork,
});
