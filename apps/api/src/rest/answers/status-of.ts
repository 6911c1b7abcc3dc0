import type { userErrorCodes } from '#libs/kernel';
import type { requestCodes } from '../../errors/request-codes.js';

type Code = keyof typeof userErrorCodes | keyof typeof requestCodes;

/** What a code is over HTTP, by RFC 9110. */
export const statuses: Readonly<Record<Code, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  SCOPE_NOT_SHARED: 403,
  POLICY_DENIED: 403,
  NOT_APPROVER: 403,
  APPROVAL_EXPIRED: 409,
  NOT_FOUND: 404,
  ETAG_MISMATCH: 412,
  ALREADY_ATTACHED: 409,
  ALREADY_EXISTS: 409,
  CLUSTER_NOT_CONNECTED: 409,
  EXTENSION_NOT_READY: 409,
  CONFIRMATION_DECLINED: 409,
  IDEMPOTENCY_KEY_IN_USE: 409,
  INVALID_STATE: 409,
  LAST_ADMIN: 409,
  NOT_EMPTY: 409,
  OPERATION_IN_PROGRESS: 409,
  PLAN_STALE: 409,
  QUOTA_EXCEEDED: 409,
  BUDGET_EXCEEDED: 409,
  API_VERSION_NOT_SERVED: 422,
  BAD_USER_INPUT: 422,
  CONFIRMATION_MISMATCH: 422,
  COST_TAG_REQUIRED: 422,
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH: 422,
  IDENTITY_CONFLICT: 422,
  IMMUTABLE_FIELD: 422,
  INVALID_INPUT: 422,
  LOCATION_NOT_SUPPORTED: 422,
  NAME_INVALID: 422,
  POLICY_INVALID: 422,
  SIZE_NOT_SUPPORTED: 422,
  ANSWER_TOO_LARGE: 400,
  BAD_REQUEST: 400,
  COST_LIMIT_EXCEEDED: 400,
  NO_DEFAULT_SUBSCRIPTION: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  PERSISTED_QUERY_NOT_FOUND: 400,
  UNKNOWN_DOCUMENT: 400,
  DOCUMENT_NOT_TRUSTED: 403,
  STREAM_LIMIT_EXCEEDED: 429,
  TOO_MANY_REQUESTS: 429,
  AZURE_UNAVAILABLE: 503,
  DATABASE_UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 503,
  ENTRA_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** Where several things are wrong, that is told first which would stay wrong if the others were put right. */
const weightiest = [500, 503, 401, 429, 403, 404, 412, 409, 400, 422];

/** Where a refused field stands in a request. */
export type Place = 'path' | 'query' | 'header' | 'body' | 'nowhere';

/**
 * The status of one refusal. 404 is said of what the address names alone, and 422 of what the body, or a key, says: what
 * cannot be read elsewhere is a bad request.
 */
export function statusOf(code: string, place: Place): number {
  const status = (statuses as Readonly<Record<string, number>>)[code] ?? 500;
  if (status === 404 && (place === 'body' || place === 'query')) return 422;
  return code === 'BAD_USER_INPUT' && place !== 'body' ? 400 : status;
}

export const weightiestOf = (found: readonly number[]): number =>
  weightiest.find((status) => found.includes(status)) ?? 500;
