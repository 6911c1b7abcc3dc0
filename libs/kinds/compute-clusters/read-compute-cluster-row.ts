import { settingsReader } from '#libs/resources';
import {
  computeClusterDesiredSchema,
  computeClusterObservedSchema,
} from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';

/** A COMPUTE_CLUSTER as far as its row can be read. */
export const readComputeClusterRow = settingsReader(computeClusterSettings, {
  desired: computeClusterDesiredSchema,
  observed: computeClusterObservedSchema,
  unsaid: () => ({
    allocationState: 'UNKNOWN' as const,
    allocationStateSince: null,
    currentNodeCount: 0,
    targetNodeCount: 0,
    nodeCounts: { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0, preempted: 0 },
    tags: null,
  }),
});
