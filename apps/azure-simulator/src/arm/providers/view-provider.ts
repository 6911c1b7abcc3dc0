import type { ArmResourceType } from '../arm-request.js';
import { locations } from '../locations.js';

/** Namespaces whose resources stand in no region. */
const global = new Set(['microsoft.resources', 'microsoft.authorization']);

/** The namespaces of the types there are, in the spelling of the types. */
export const namespacesOf = (types: readonly ArmResourceType[]): string[] => [
  ...new Set(types.filter(isListed).map(({ type }) => namespaceOf(type))),
];

/** A namespace as providers tell of it: its types with their api-versions, the newest first as in Azure. */
export function viewProvider(types: readonly ArmResourceType[], namespace: string): object {
  const regions = global.has(namespace.toLowerCase()) ? [] : Object.values(locations);
  return {
    namespace,
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: types
      .filter((type) => isListed(type) && namespaceOf(type.type) === namespace)
      .map(({ type, apiVersions }) => ({
        resourceType: type.slice(namespace.length + 1),
        locations: regions,
        apiVersions: [...apiVersions].toSorted().toReversed(),
        capabilities: 'None',
      })),
  };
}

/** Poll URLs take any api-version and are no type of their own. */
const isListed = ({ apiVersions }: ArmResourceType): boolean => apiVersions.length > 0;

const namespaceOf = (type: string): string => type.split('/')[0] ?? '';
