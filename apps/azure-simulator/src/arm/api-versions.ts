import { ArmRefusal, type ArmErrorBody } from './arm-error.js';
import type { ArmResourceType, ArmRoute } from './arm-request.js';

/** The api-version of a request; refuses a missing or unknown one in ARM's words, and an action that it has not got. */
export function checkApiVersion(
  type: ArmResourceType,
  route: ArmRoute,
  query: URLSearchParams,
): string {
  const version = query.get('api-version');
  if (!version)
    throw new ArmRefusal(400, {
      code: 'MissingApiVersionParameter',
      message: 'The api-version query parameter (?api-version=) is required for all requests.',
    });
  if (!type.apiVersions.includes(version.toLowerCase()))
    throw new ArmRefusal(400, versionNotServed(type, version, type.apiVersions));
  if (route.apiVersions && !route.apiVersions.includes(version.toLowerCase()))
    throw new ArmRefusal(404, actionNotServed(type, route, version, route.apiVersions));
  return version;
}

/** What ARM says of a version that it does not serve (docs/azure-facts.md#api-versions). */
export function versionNotServed(
  type: ArmResourceType,
  version: string,
  served: readonly string[],
): ArmErrorBody {
  const versions = served.join(', ');
  const { namespace, name } = partsOf(type);
  if (namespace === 'Microsoft.Resources') return invalidVersion(version, served);
  return {
    code: 'NoRegisteredProviderFound',
    message: `No registered resource provider found for API version '${version}' for type '${name}' in namespace '${namespace}'. The supported api-versions are '${versions}'.`,
  };
}

export const invalidVersion = (version: string, served: readonly string[]): ArmErrorBody => ({
  code: 'InvalidApiVersionParameter',
  message: `The api-version '${version}' is invalid. The supported versions are '${served.join(', ')}'.`,
});

/** `served` empty: the type is nowhere offered there, and no version is named. */
export function typeNotServed(
  type: ArmResourceType,
  version: string,
  served: readonly string[],
): ArmErrorBody {
  const { namespace, name } = partsOf(type);
  const list = served.length > 0 ? ` The supported api-versions are '${served.join(',')}'.` : '';
  return {
    code: 'InvalidResourceType',
    message: `The resource type '${name}' could not be found in the namespace '${namespace}' for api version '${version}'.${list}`,
  };
}

/** By decision as of a type that is not there (README); the list is of those that have the action. */
function actionNotServed(
  type: ArmResourceType,
  route: ArmRoute,
  version: string,
  served: readonly string[],
): ArmErrorBody {
  const action = route.path.slice(route.path.lastIndexOf('/') + 1);
  return typeNotServed({ ...type, type: `${type.type}/${action}` }, version, served);
}

function partsOf({ type }: ArmResourceType): { namespace: string; name: string } {
  const [namespace = '', ...names] = type.split('/');
  return { namespace, name: names.join('/') };
}
