import { type ProvisioningError, isObject } from '#libs/kernel';
import { type Resource, type ResourceFacts } from '#libs/resources';
import type { ManagedKind } from '../managed-kind.js';

/** How a resource is shown that something was begun with and nobody knows what came of it. */
export function factsWhenUnknown(
  { whenUnknown }: Pick<ManagedKind, 'whenUnknown'>,
  { observed }: Pick<Resource, 'observed'>,
  error: ProvisioningError,
): ResourceFacts {
  const shown = isObject(observed) ? whenUnknown?.(observed) : undefined;
  return {
    provisioningState: 'UNKNOWN',
    rawProvisioningState: 'Unknown',
    provisioningErrors: [error],
    ...(shown && { observed: shown }),
  };
}
