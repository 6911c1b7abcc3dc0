import type { ProvisioningError } from '#libs/kernel';
import { mapErrorBody } from './map-error-body.js';
import { isObject } from './read-error-tree.js';

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const sameError = (a: ProvisioningError, b: ProvisioningError): boolean =>
  a.code === b.code && a.message === b.message;

/**
 * What a resource says went wrong with it: `properties.provisioningErrors` and, on clusters, `properties.properties.errors`
 * (either may be null, and HTTP 200 goes with both; arm-facts, Errors). Empty where all is well; each error once.
 */
export function mapProvisioningErrors(body: unknown): ProvisioningError[] {
  const outer = isObject(body) && isObject(body['properties']) ? body['properties'] : {};
  const inner = isObject(outer['properties']) ? outer['properties'] : {};
  return [...listOf(outer['provisioningErrors']), ...listOf(inner['errors'])]
    .filter(isObject)
    .map((entry) =>
      mapErrorBody(entry, { fallbackCode: 'ProvisioningFailed', fallbackRetry: 'byCode' }),
    )
    .filter((error, index, all) => all.findIndex((other) => sameError(other, error)) === index);
}
