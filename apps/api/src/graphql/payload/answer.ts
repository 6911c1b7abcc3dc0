import type { DomainError, Warning } from '#libs/kernel';
import { globalId } from '#libs/verbs';

/** A refusal as clients see it: data, never a top-level error. */
export const refusalOf = (error: DomainError) => ({
  __typename: 'Refusal',
  code: error.code,
  message: error.message,
  field: error.field ?? null,
  operationId: error.operationId === undefined ? null : globalId('Operation', error.operationId),
  armId: error.armId ?? null,
});

export const refused = (errors: readonly DomainError[]) => ({
  warnings: [] as Warning[],
  userErrors: errors.map(refusalOf),
});
