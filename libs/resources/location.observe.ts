import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import type { SupportedLocations } from './vm-sizes/offered.rules.js';
import type { ResourceBody } from './answers/resource-body.js';

const providerAnswer = z.object({
  namespace: z.string(),
  resourceTypes: z
    .array(z.object({ resourceType: z.string(), locations: z.array(z.string()).nullish() }))
    .catch([]),
});

/** The regions of each type, of what ARM answers about the providers of resource groups and of machine learning. */
export function observeLocations(providers: readonly ResourceBody[]): SupportedLocations {
  const types = providers.flatMap((body) => {
    const provider = providerAnswer.safeParse(body).data;
    return (provider?.resourceTypes ?? []).map(({ resourceType, locations }) => ({
      type: `${provider?.namespace}/${resourceType}`.toLowerCase(),
      locations: (locations ?? []).map(normaliseLocation),
    }));
  });
  const of = (type: string): string[] => types.find((one) => one.type === type)?.locations ?? [];
  return {
    groups: of('microsoft.resources/resourcegroups'),
    workspaces: of('microsoft.machinelearningservices/workspaces'),
    computes: of('microsoft.machinelearningservices/workspaces/computes'),
  };
}
