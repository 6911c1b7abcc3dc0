import type { ClusterObserved } from './compute-cluster.schema.js';
import type { InstanceObserved } from './compute-instance.schema.js';
import { isPassing } from './instance-state.rules.js';
import { isSettled } from './settled.rules.js';
import type { ResourceFacts } from './resource.js';

/** Whether a look soon will see it otherwise: nodes come or go, an instance starts or stops, Azure is at work on it. */
export function isMoving({ provisioningState, observed }: ResourceFacts): boolean {
  const { allocationState, state } = (observed ?? {}) as Partial<
    ClusterObserved & InstanceObserved
  >;
  const settled = provisioningState === undefined || isSettled(provisioningState);
  return !settled || allocationState === 'RESIZING' || (state !== undefined && isPassing(state));
}
