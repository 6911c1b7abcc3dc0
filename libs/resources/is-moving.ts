import { isSettled } from './provisioning-state.js';
import type { ResourceFacts } from './resource.js';

/** States of an instance from which it goes on by itself (arm-facts, ComputeInstance). */
const passing = new Set([
  ...['CREATING', 'DELETING', 'RESTARTING', 'RESIZING', 'SETTING_UP', 'STARTING', 'STOPPING'],
  'USER_SETTING_UP',
]);

/** Whether a look soon will see it otherwise: nodes come or go, an instance starts or stops, Azure is at work on it. */
export function isMoving({ provisioningState, observed }: ResourceFacts): boolean {
  const { allocationState, state } = (observed ?? {}) as Record<string, unknown>;
  const settled = provisioningState === undefined || isSettled(provisioningState);
  return !settled || allocationState === 'RESIZING' || passing.has(String(state));
}
