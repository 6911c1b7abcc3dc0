import { computeClusterSettings, type ComputeClusterObserved } from '#libs/kinds/compute-clusters';
import { presentedWith } from '../presented-resource.js';

const noNodes = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0, preempted: 0 };

/** A compute cluster as clients see it. */
export class Presented extends presentedWith<typeof computeClusterSettings, ComputeClusterObserved>(
  computeClusterSettings,
) {
  get workspace() {
    return this.parent;
  }
  get allocationState() {
    return this.observed?.allocationState ?? 'UNKNOWN';
  }
  get allocationStateSince() {
    return this.observed?.allocationStateSince ?? null;
  }
  get currentNodeCount() {
    return this.observed?.currentNodeCount ?? 0;
  }
  get targetNodeCount() {
    return this.observed?.targetNodeCount ?? 0;
  }
  get nodeCounts() {
    return this.observed?.nodeCounts ?? noNodes;
  }
}
