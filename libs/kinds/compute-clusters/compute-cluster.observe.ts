import { z } from 'zod';
import {
  armTime,
  objectAt,
  observeSettings,
  observeTags,
  type ResourceBody,
} from '#libs/resources';
import type {
  AllocationState,
  ComputeClusterObserved,
  NodeCounts,
} from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);

/** `properties.properties` of an AmlCompute, as leniently as can be: any field may be null, absent or newer than we are. */
const nodesAnswer = z.object({
  allocationState: text,
  allocationStateTransitionTime: text,
  currentNodeCount: count,
  targetNodeCount: count,
  nodeStateCounts: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/** What ARM answered about a cluster, in our words. Never throws (docs/azure-facts.md#compute-clusters). */
export function observeComputeCluster(body: ResourceBody): ComputeClusterObserved {
  const nodes = nodesAnswer.parse(objectAt(body, 'properties', 'properties'));
  return {
    ...observeSettings(computeClusterSettings, body),
    allocationState: allocationStates.get(nodes.allocationState?.toLowerCase() ?? '') ?? 'UNKNOWN',
    allocationStateSince: armTime(nodes.allocationStateTransitionTime),
    currentNodeCount: nodes.currentNodeCount ?? 0,
    targetNodeCount: nodes.targetNodeCount ?? 0,
    nodeCounts: countsOf(nodes.nodeStateCounts ?? {}),
    tags: observeTags(body),
  };
}

const allocationStates: ReadonlyMap<string, AllocationState> = new Map(
  Object.entries<AllocationState>({
    steady: 'STEADY',
    resizing: 'RESIZING',
  }),
);

function countsOf(counts: ResourceBody): NodeCounts {
  const of = (state: string): number => count.parse(counts[`${state}NodeCount`]) ?? 0;
  return {
    idle: of('idle'),
    running: of('running'),
    preparing: of('preparing'),
    unusable: of('unusable'),
    leaving: of('leaving'),
    preempted: of('preempted'),
  };
}
