import { z } from 'zod';
import {
  desiredSchema,
  observedSchema,
  observedTagsSchema,
  storedTimeSchema,
  type ShownOf,
} from '#libs/resources';
import { clusterSettings } from './compute-cluster.settings.js';

/** `resource.desired` of a COMPUTE_CLUSTER. Cost tags stand beside it, in `cost_tag`. */
export const clusterDesiredSchema = desiredSchema(clusterSettings);
export type ClusterDesired = z.infer<typeof clusterDesiredSchema>;
export type ScaleSettings = ClusterDesired['scale'];

/** What pages show of a cluster's settings. */
export type ShownCluster = ShownOf<typeof clusterSettings>;

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
export const clusterObservedSchema = observedSchema(clusterSettings, {
  allocationState: z.enum(allocationStates),
  allocationStateSince: storedTimeSchema.nullable(),
  currentNodeCount: z.int32(),
  targetNodeCount: z.int32(),
  nodeCounts: nodeCountsSchema,
  tags: observedTagsSchema,
});
export type ClusterObserved = z.infer<typeof clusterObservedSchema>;
