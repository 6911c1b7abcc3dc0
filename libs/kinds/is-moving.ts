import { isSettled, type ResourceFacts } from '#libs/resources';
import type { ClusterObserved } from './compute-clusters/compute-cluster.schema.js';
import type { InstanceObserved } from './compute-instances/compute-instance.schema.js';
import { isPassing } from './compute-instances/compute-instance-state.rules.js';

/** Whether a look soon will see it otherwise: nodes come or go, an instance starts or stops, Azure is at work on it. */
export function isMoving({ provisioningState, observed }: ResourceFacts): boolean {
  const { allocationState, state } = (observed ?? {}) as Partial<
    ClusterObserved & InstanceObserved
  >;
  const settled = provisioningState === undefined || isSettled(provisioningState);
  return !settled || allocationState === 'RESIZING' || (state !== undefined && isPassing(state));
}
