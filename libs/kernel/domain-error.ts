import type { DomainErrorCode } from './user-error-codes.js';
import type { WarningCode } from './warning-codes.js';

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
  code: WarningCode;
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
