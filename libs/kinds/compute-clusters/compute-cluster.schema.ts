import { z } from 'zod';
import { armIdSchema, durationSchema } from '#libs/kernel';
import {
  desiredIdentitySchema,
  noIdentity,
  observedIdentitySchema,
  observedTagsSchema,
  sshAccesses,
  sshSettingsSchema,
  storedTimeSchema,
  vmPriorities,
} from '#libs/resources';

export const scaleSettingsSchema = z.object({
  minNodeCount: z.int32(),
  maxNodeCount: z.int32(),
  nodeIdleTimeBeforeScaleDown: durationSchema,
});
export type ScaleSettings = z.infer<typeof scaleSettingsSchema>;

/**
 * `resource.desired` of a COMPUTE_CLUSTER: what was asked for, complete. What an older row does not
 * say has Azure's default. Cost tags stand beside it, in `cost_tag`.
 */
export const clusterDesiredSchema = z.object({
  /** The nodes' region; `resource.location` too. */
  location: z.string(),
  description: z.string().nullable().default(null),
  vmSize: z.string(),
  vmPriority: z.enum(vmPriorities).default('DEDICATED'),
  scale: scaleSettingsSchema,
  identity: desiredIdentitySchema.default(noIdentity),
  subnetId: armIdSchema.nullable().default(null),
  ssh: sshSettingsSchema.nullable().default(null),
  enableNodePublicIp: z.boolean().default(true),
  isolatedNetwork: z.boolean().default(false),
});
export type ClusterDesired = z.infer<typeof clusterDesiredSchema>;

export const allocationStates = ['UNKNOWN', 'STEADY', 'RESIZING'] as const;
export type AllocationState = (typeof allocationStates)[number];

const nodeCountsSchema = z.object({
  idle: z.int32(),
  running: z.int32(),
  preparing: z.int32(),
  unusable: z.int32(),
  leaving: z.int32(),
  preempted: z.int32(),
});
export type NodeCounts = z.infer<typeof nodeCountsSchema>;

/** `resource.observed` of a COMPUTE_CLUSTER: what ARM last answered, in our words. Null where ARM said nothing. */
export const clusterObservedSchema = z.object({
  /** The nodes' region. */
  location: z.string(),
  description: z.string().nullable(),
  vmSize: z.string(),
  vmPriority: z.enum(vmPriorities),
  /** Of any form: ARM's durations are shown as they came. */
  scale: z.object({ ...scaleSettingsSchema.shape, nodeIdleTimeBeforeScaleDown: z.string() }),
  identity: observedIdentitySchema,
  subnetId: z.string().nullable(),
  /** ARM keeps the key to itself. */
  ssh: z
    .object({ publicAccess: z.enum(sshAccesses), adminUsername: z.string().nullable() })
    .nullable(),
  enableNodePublicIp: z.boolean(),
  isolatedNetwork: z.boolean(),
  allocationState: z.enum(allocationStates),
  allocationStateSince: storedTimeSchema.nullable(),
  currentNodeCount: z.int32(),
  targetNodeCount: z.int32(),
  nodeCounts: nodeCountsSchema,
  tags: observedTagsSchema,
});
export type ClusterObserved = z.infer<typeof clusterObservedSchema>;
