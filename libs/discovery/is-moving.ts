import { isObject } from '#libs/kernel';
import { isSettled, type ResourceFacts } from '#libs/resources';
import type { KindDefinition } from '#libs/kinds';

/** Whether a look soon will see it otherwise: nodes come or go, an instance starts or stops, Azure is at work on it. */
export function isMoving(
  { compute }: Pick<KindDefinition, 'compute'>,
  { provisioningState, observed }: ResourceFacts,
): boolean {
  const settled = provisioningState === undefined || isSettled(provisioningState);
  return !settled || (isObject(observed) && compute?.isMoving?.(observed) === true);
}
