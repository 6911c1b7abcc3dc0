import { type ProvisioningError, isObject, type Json } from '#libs/kernel';
import { mapErrorBody } from './map-error-body.js';
import { at } from './json.js';
import { readErrorTree } from './read-error-tree.js';

const maxErrors = 20;

/** One error, or a list of them: objects, or texts. */
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : isObject(value) || typeof value === 'string' ? [value] : [];

const objectAt = (object: Json, name: string): Json => {
  const value = at(object, name);
  return isObject(value) ? value : {};
};

const sameError = (a: ProvisioningError, b: ProvisioningError): boolean =>
  a.code === b.code && a.message === b.message;

/**
 * What a resource says went wrong with it: `properties.provisioningErrors` and, on clusters,
 * `properties.properties.errors` (either may be null, and HTTP 200 goes with both; docs/azure-facts.md#errors). Empty
 * where all is well; each error once.
 */
export function mapProvisioningErrors(body: unknown): ProvisioningError[] {
  const outer = isObject(body) ? objectAt(body, 'properties') : {};
  const inner = objectAt(outer, 'properties');
  return [...listOf(at(outer, 'provisioningErrors')), ...listOf(at(inner, 'errors'))]
    .filter((entry) => readErrorTree(entry) !== undefined || isObject(entry))
    .slice(0, maxErrors)
    .map((entry) =>
      mapErrorBody(entry, { fallbackCode: 'ProvisioningFailed', fallbackRetry: 'byCode' }),
    )
    .filter((error, index, all) => all.findIndex((other) => sameError(other, error)) === index);
}
