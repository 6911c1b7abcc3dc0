import { at, mapErrorBody, mapProvisioningErrors } from '#libs/arm-errors';
import { type ProvisioningError, isObject } from '#libs/kernel';
import type { ArmBody, LroObservation } from '#libs/operations';

const textAt = (body: ArmBody, name: string): string | undefined => {
  const value = at(body, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** `properties.provisioningState` as ARM wrote it. */
export const stateWordOf = (body: unknown): string | undefined =>
  isObject(body) && isObject(body['properties'])
    ? textAt(body['properties'], 'provisioningState')
    : undefined;

/** `status` of an operation's own answer. */
export const statusOf = (body: unknown): string | undefined =>
  isObject(body) ? textAt(body, 'status') : undefined;

const terminal: Partial<Record<string, 'Succeeded' | 'Failed' | 'Canceled'>> = {
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
  cancelled: 'Canceled',
};

/**
 * Unknown words mean that it still runs; no word at all means that it is done
 * (docs/azure-facts.md#long-running-operations).
 */
export const stateOfWord = (word: string | undefined): LroObservation['state'] =>
  word === undefined ? 'Succeeded' : (terminal[word.toLowerCase()] ?? 'InProgress');

/**
 * HTTP 200 whose body is an error all the same: `{error}` or `{code, message}` without a resource around it
 * (docs/azure-facts.md#errors).
 */
export function isFailureBody(body: unknown): boolean {
  if (!isObject(body) || 'properties' in body || 'id' in body) return false;
  const inner = at(body, 'error');
  const error = isObject(inner) ? inner : body;
  return textAt(error, 'code') !== undefined && textAt(error, 'message') !== undefined;
}

/** Why it failed, from an operation's `error` or from what the resource says of itself. */
export function failureOf(
  body: unknown,
  state: 'Failed' | 'Canceled',
  armRequestId: string | undefined,
): ProvisioningError {
  const [first, ...rest] = mapProvisioningErrors(body);
  const details = [...(first?.details ?? []), ...rest];
  if (first)
    return {
      ...first,
      ...(armRequestId ? { armRequestId } : {}),
      ...(details.length > 0 ? { details } : {}),
    };
  const properties =
    isObject(body) && !isObject(at(body, 'error')) ? body['properties'] : undefined;
  return mapErrorBody(isObject(properties) && isObject(properties['error']) ? properties : body, {
    fallbackCode: state === 'Failed' ? 'OperationFailed' : 'OperationCanceled',
    fallbackMessage: `Azure reports ${state} and gives no reason.`,
    fallbackRetry: 'byCode',
    armRequestId,
  });
}
