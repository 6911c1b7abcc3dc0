import { ArmRefusal } from './arm-error.js';
import type { ArmResourceType } from './arm-request.js';

/** The api-version of a request; refuses a missing or unknown one in ARM's words. */
export function checkApiVersion(type: ArmResourceType, query: URLSearchParams): string {
  const version = query.get('api-version');
  if (!version)
    throw new ArmRefusal(400, {
      code: 'MissingApiVersionParameter',
      message: 'The api-version query parameter (?api-version=) is required for all requests.',
    });
  if (type.apiVersions.includes(version.toLowerCase())) return version;
  throw new ArmRefusal(400, unsupported(type, version));
}

function unsupported(type: ArmResourceType, version: string): { code: string; message: string } {
  const versions = type.apiVersions.join(', ');
  const [namespace = '', ...names] = type.type.split('/');
  if (namespace === 'Microsoft.Resources')
    return {
      code: 'InvalidApiVersionParameter',
      message: `The api-version '${version}' is invalid. The supported versions are '${versions}'.`,
    };
  return {
    code: 'NoRegisteredProviderFound',
    message: `No registered resource provider found for API version '${version}' for type '${names.join('/')}' in namespace '${namespace}'. The supported api-versions are '${versions}'.`,
  };
}
