import { STATUS_CODES } from 'node:http';
import { causeOf, mapErrorBody } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import { type ArmErrorKind, ArmError } from '#libs/operations';
import type { ArmAnswer } from './arm-answer.js';
import { readRetryAfter, readRetryAfterText } from './read-retry-after.js';

/** Causes that the same request meets again until a person acts, whatever status ARM chose for them. */
const standing = new Set(['quota', 'capacity', 'lock', 'permission', 'policy', 'setup', 'request']);

const passes = (status: number): boolean => status === 408 || (status >= 500 && status !== 501);

/**
 * Codes outside the catalogue that pass by themselves, or may: most conflicts do
 * (docs/azure-facts.md#names-that-are-taken).
 */
const mayPass = (status: number): boolean => passes(status) || status === 409 || status === 429;

function kindOf(status: number, error: ProvisioningError): ArmErrorKind {
  const cause = causeOf(error);
  if (cause === 'busy') return 'conflict';
  if (status === 429 || cause === 'throttle') return 'throttled';
  if (cause && standing.has(cause)) return 'refused';
  if (status === 404) return 'notFound';
  if (passes(status) || error.code === 'ExpiredAuthenticationToken') return 'transient';
  return status === 409 ? 'conflict' : 'refused';
}

/** `Bad Gateway` as a code: `BadGateway`. */
const statusCode = (status: number): string =>
  STATUS_CODES[status]?.replace(/[^A-Za-z]/g, '') ?? `HttpStatus${status}`;

const errorOf = (answer: ArmAnswer): ProvisioningError =>
  mapErrorBody(answer.body, {
    fallbackCode: statusCode(answer.status),
    fallbackMessage: `Azure answered ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim(),
    fallbackRetry: mayPass(answer.status) ? 'LATER' : 'NEVER',
    armRequestId: answer.armRequestId,
  });

/**
 * An answer of 300 or more as ArmError. A write that met a 5xx counts as maybe accepted: gateways give up on requests
 * that go on behind them.
 */
export function mapArmError(answer: ArmAnswer, writes: boolean, now: Date): ArmError {
  const error = errorOf(answer);
  return new ArmError(
    kindOf(answer.status, error),
    error,
    answer.status,
    readRetryAfter(answer.retryAfter, now) ??
      (answer.status === 429 ? readRetryAfterText(error.message) : undefined),
    writes && passes(answer.status),
  );
}

/** A 404 that speaks of the resource, and not of its type or the subscription: then it says nothing about the resource. */
export const isMissing = ({ kind, error }: ArmError): boolean =>
  kind === 'notFound' && ['missing', undefined].includes(causeOf(error));
