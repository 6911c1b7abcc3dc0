import { mapProvisioningErrors } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import type { ProvisioningState, ResourceFacts } from '../resource.js';
import { objectAt, type ResourceBody } from './resource-body.js';

const states: ReadonlyMap<string, ProvisioningState> = new Map(
  Object.entries<ProvisioningState>({
    creating: 'CREATING',
    updating: 'UPDATING',
    deleting: 'DELETING',
    succeeded: 'SUCCEEDED',
    failed: 'FAILED',
    canceled: 'CANCELED',
    cancelled: 'CANCELED',
    // Extensions: the word of 2020-07-01-preview, and what they say in their first minutes
    // (docs/azure-facts.md#cluster-extensions).
    installed: 'SUCCEEDED',
    pending: 'CREATING',
    // Connected clusters (docs/azure-facts.md#arc-connected-clusters).
    accepted: 'CREATING',
    provisioning: 'CREATING',
  }),
);

/** ARM's word in ours: none is Succeeded, a new one UNKNOWN (docs/azure-facts.md#long-running-operations). */
export const provisioningStateOf = (raw: string): ProvisioningState =>
  states.get(raw.toLowerCase()) ?? 'UNKNOWN';

/** ARM's own word, `installState` of old extensions included; `Succeeded` where it wrote none. */
export function rawStateOf(body: ResourceBody): string {
  const { provisioningState, installState } = objectAt(body, 'properties');
  const raw = provisioningState ?? installState;
  return typeof raw === 'string' && raw !== '' ? raw : 'Succeeded';
}

/** State and errors of any resource, with what its kind reads of it. */
export function factsOf(
  body: ResourceBody,
  observed: unknown,
  errorsOf: (body: ResourceBody) => ProvisioningError[] = mapProvisioningErrors,
): Required<Omit<ResourceFacts, 'gone'>> {
  const raw = rawStateOf(body);
  return {
    provisioningState: provisioningStateOf(raw),
    rawProvisioningState: raw,
    provisioningErrors: errorsOf(body),
    observed,
  };
}
