import type { GraphQLError } from 'graphql';
import type { DomainError } from '#libs/kernel';

/** Why something is not answered, whichever way in it was asked by. */
export interface Refusal {
  /** As GraphQL says it: of `userErrors`, or `extensions.code` of an error. */
  code: string;
  message: string;
  /** Path of the field of the input that it is about. */
  field?: readonly string[];
  /** With OPERATION_IN_PROGRESS: the global id of what is under way. */
  operationId?: string;
  /** With NOT_EMPTY: what stands there. */
  armId?: string;
  /** Whether anything was done, where the database was lost meanwhile. */
  accepted?: string;
  /** When to ask again, where waiting helps. */
  retryAfterSeconds?: number;
}

/** A refusal as mutations answer it, its path in the input. */
export interface UserError {
  code: string;
  message: string;
  field: readonly string[] | null;
  operationId: string | null;
  armId: string | null;
}

/** The input of a mutation is one variable of this name. */
const fieldIn = (path: readonly string[]): Pick<Refusal, 'field'> => ({
  field: path[0] === 'input' ? path.slice(1) : path,
});

export function refusalOfVerb({ code, message, field, operationId, armId }: UserError): Refusal {
  return {
    code,
    message,
    ...(field && fieldIn(field)),
    ...(operationId !== null && { operationId }),
    ...(armId !== null && { armId }),
  };
}

/** A warning as mutations answer it, its path in the input. */
export interface VerbWarning {
  code: string;
  message: string;
  field: readonly string[] | null;
}

export const warningOfVerb = ({ field, ...rest }: VerbWarning): VerbWarning => ({
  ...rest,
  field: field && (fieldIn(field).field ?? null),
});

/** What reads refuse, as they hand it over with the error that GraphQL tells. */
const refusalsIn = ({
  extensions,
}: GraphQLError): readonly Pick<DomainError, 'field' | 'message'>[] =>
  Array.isArray(extensions['refusals'])
    ? (extensions['refusals'] as Pick<DomainError, 'field' | 'message'>[])
    : [];

/** The refusals behind an error; `said` is what may be told of it. */
export function refusalsOfError(error: GraphQLError, said: GraphQLError): Refusal[] {
  const { code, accepted, retryAfterSeconds } = said.extensions;
  const common = {
    code: String(code),
    ...(typeof accepted === 'string' && { accepted }),
    ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
  };
  const named = refusalsIn(error);
  if (named.length === 0) return [{ ...common, message: said.message }];
  return named.map(({ message, field }) => ({ ...common, message, ...(field && fieldIn(field)) }));
}
