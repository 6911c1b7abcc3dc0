/** Codes are public (`UserErrorCode` of the schema) and never change meaning. */
export const domainErrorCodes = [
  'INVALID_INPUT',
  'NAME_INVALID',
  'ALREADY_EXISTS',
  'NOT_FOUND',
  'INVALID_STATE',
  'IMMUTABLE_FIELD',
  'OPERATION_IN_PROGRESS',
  'COST_TAG_REQUIRED',
  'POLICY_DENIED',
  'FORBIDDEN',
  'ETAG_MISMATCH',
  'CONFIRMATION_MISMATCH',
  'SIZE_NOT_SUPPORTED',
  'IDENTITY_CONFLICT',
  'LOCATION_NOT_SUPPORTED',
  'CLUSTER_NOT_CONNECTED',
  'EXTENSION_NOT_READY',
  'ALREADY_ATTACHED',
  'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
  'NOT_EMPTY',
  'SCOPE_NOT_SHARED',
  'API_VERSION_NOT_SERVED',
] as const;
export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** A refusal a client can act on. `field` is the path inside the mutation's arguments, e.g. `['input', 'scale', 'maxNodeCount']`. */
export interface DomainError {
  code: DomainErrorCode;
  message: string;
  field?: readonly string[];
  /** With OPERATION_IN_PROGRESS: the unfinished operation's id. */
  operationId?: string;
  /** With NOT_EMPTY: what stands there. */
  armId?: string;
}

/** Worth saying, no reason to refuse: answered on the payload. */
export interface Warning {
  code: string;
  message: string;
  field?: readonly string[];
}

/** What a person or a client should do about a failed operation. */
export type RetryAdvice = 'NEVER' | 'LATER' | 'NOW';

/** Why Azure, or the engine, could not do it: stored on steps, operations and resources, answered as `ProvisioningError`. */
export interface ProvisioningError {
  /** Ours, or the innermost useful ARM code. */
  code: string;
  message: string;
  retry: RetryAdvice;
  remedy?: string;
  target?: string;
  armRequestId?: string;
  details?: ProvisioningError[];
}
