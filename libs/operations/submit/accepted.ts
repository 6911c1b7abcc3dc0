import type { DomainError, Result, Warning } from '#libs/kernel';

/** What a mutation answers at once: the worker does the rest. */
export interface Accepted {
  operationId: string;
  resourceId: string;
  warnings: Warning[];
  /** True where it stood so already when Azure was last asked: the operation makes sure of it. */
  noop?: boolean;
}

export type Submitted = Result<Accepted, readonly DomainError[]>;
