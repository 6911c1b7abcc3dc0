import {
  computeClusterSettings,
  type ComputeClusterDesired,
  type ComputeClusterObserved,
} from '#libs/kinds/compute-clusters';
import { shownSettings } from '#libs/resources';
import type { ResourceRow } from '../../reads/rows.js';
import type { PresentedParent } from '../presented-parent.js';

const noNodes = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0, preempted: 0 };

/** A compute cluster as clients see it, beside what every resource has. */
export function present(row: ResourceRow, parent: PresentedParent) {
  const observed = (row.observed ?? null) as ComputeClusterObserved | null;
  return {
    ...shownSettings(computeClusterSettings, row.desired as ComputeClusterDesired, observed),
    workspace: parent,
    allocationState: observed?.allocationState ?? 'UNKNOWN',
    allocationStateSince: observed?.allocationStateSince ?? null,
    currentNodeCount: observed?.currentNodeCount ?? 0,
    targetNodeCount: observed?.targetNodeCount ?? 0,
    nodeCounts: observed?.nodeCounts ?? noNodes,
  };
}
