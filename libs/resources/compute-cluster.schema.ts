import { z } from 'zod';
import { armIdSchema, durationSchema } from '#libs/kernel';
import { desiredIdentitySchema, type ObservedIdentity } from './identity.schema.js';

export const vmPriorities = ['DEDICATED', 'LOW_PRIORITY'] as const;
export type VmPriority = (typeof vmPriorities)[number];
export const sshAccesses = ['ENABLED', 'DISABLED', 'NOT_SPECIFIED'] as const;
export type SshAccess = (typeof sshAccesses)[number];

export const scaleSettingsSchema = z.object({
  minNodeCount: z.int(),
  maxNodeCount: z.int(),
  nodeIdleTimeBeforeScaleDown: durationSchema,
});
export type ScaleSettings = z.infer<typeof scaleSettingsSchema>;

export const sshSettingsSchema = z.object({
  publicAccess: z.enum(sshAccesses),
  adminUsername: z.string().max(100),
  publicKey: z.string().max(16_384),
});
export type SshSettings = z.infer<typeof sshSettingsSchema>;

/** `resource.desired` of a COMPUTE_CLUSTER: what was asked for, complete. Cost tags stand beside it, in `cost_tag`. */
export const clusterDesiredSchema = z.object({
  /** The nodes' region; `resource.location` too. */
  location: z.string(),
  description: z.string().nullable(),
  vmSize: z.string(),
  vmPriority: z.enum(vmPriorities),
  scale: scaleSettingsSchema,
  identity: desiredIdentitySchema,
  subnetId: armIdSchema.nullable(),
  ssh: sshSettingsSchema.nullable(),
  enableNodePublicIp: z.boolean(),
  isolatedNetwork: z.boolean(),
});
export type ClusterDesired = z.infer<typeof clusterDesiredSchema>;

export type AllocationState = 'UNKNOWN' | 'STEADY' | 'RESIZING';

export interface NodeCounts {
  idle: number;
  running: number;
  preparing: number;
  unusable: number;
  leaving: number;
  preempted: number;
}

/** `resource.observed` of a COMPUTE_CLUSTER: what ARM last answered, in our words. Null where ARM said nothing. */
export interface ClusterObserved {
  /** The nodes' region. */
  location: string;
  description: string | null;
  vmSize: string;
  vmPriority: VmPriority;
  scale: ScaleSettings;
  identity: ObservedIdentity;
  subnetId: string | null;
  /** ARM keeps the key to itself. */
  ssh: { publicAccess: SshAccess; adminUsername: string | null } | null;
  enableNodePublicIp: boolean;
  isolatedNetwork: boolean;
  allocationState: AllocationState;
  /** RFC 3339. */
  allocationStateSince: string | null;
  currentNodeCount: number;
  targetNodeCount: number;
  nodeCounts: NodeCounts;
  /** All of its Azure tags, ours included; null where ARM keeps none. */
  tags: Record<string, string> | null;
}
