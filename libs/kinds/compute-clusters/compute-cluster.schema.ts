import { z } from 'zod';
import {
  desiredSchema,
  observedSchema,
  observedTagsSchema,
  storedTimeSchema,
  type ShownOf,
} from '#libs/resources';
import { computeClusterSettings } from './compute-cluster.settings.js';

/** `resource.desired` of a COMPUTE_CLUSTER. Cost tags stand beside it, in `cost_tag`. */
export const computeClusterDesiredSchema = desiredSchema(computeClusterSettings);
export type ComputeClusterDesired = z.infer<typeof computeClusterDesiredSchema>;
export type ScaleSettings = ComputeClusterDesired['scale'];

/** What pages show of a cluster's settings. */
export type ShownComputeCluster = ShownOf<typeof computeClusterSettings>;

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
export const computeClusterObservedSchema = observedSchema(computeClusterSettings, {
  allocationState: z.enum(allocationStates),
  allocationStateSince: storedTimeSchema.nullable(),
  currentNodeCount: z.int32(),
  targetNodeCount: z.int32(),
  nodeCounts: nodeCountsSchema,
  tags: observedTagsSchema,
});
export type ComputeClusterObserved = z.infer<typeof computeClusterObservedSchema>;
