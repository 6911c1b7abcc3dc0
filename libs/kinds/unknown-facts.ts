import type { ProvisioningError } from '#libs/kernel';
import type { Resource, ResourceFacts } from '#libs/resources';
import type { InstanceObserved } from './compute-instances/compute-instance.schema.js';
import { isPassing } from './compute-instances/compute-instance-state.rules.js';

/**
 * How a resource is shown that something was begun with and nobody knows what came of it. Of an instance that was on its
 * way, the state is not known either.
 */
export function factsWhenUnknown(
  { kind, observed }: Pick<Resource, 'kind' | 'observed'>,
  error: ProvisioningError,
): ResourceFacts {
  const facts: ResourceFacts = {
    provisioningState: 'UNKNOWN',
    rawProvisioningState: 'Unknown',
    provisioningErrors: [error],
  };
  const instance = kind === 'COMPUTE_INSTANCE' ? (observed as InstanceObserved | null) : null;
  if (!instance?.state || !isPassing(instance.state)) return facts;
  return { ...facts, observed: { ...instance, state: 'UNKNOWN', rawState: 'Unknown' } };
}
