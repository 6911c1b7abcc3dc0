import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArmError } from '#libs/operations';
import { withoutValues } from './without-values.js';

/** What may be said of an error beside its message. */
const publicCodes = new Set([
  'UNAUTHENTICATED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'NOT_FOUND',
  'NO_DEFAULT_SUBSCRIPTION',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'STREAM_LIMIT_EXCEEDED',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const codeOf = ({ extensions }: GraphQLFormattedError): string =>
  typeof extensions?.code === 'string' ? extensions.code : '';

export type FormatError = (
  formatted: GraphQLFormattedError,
  error: unknown,
) => GraphQLFormattedError;

/** Waiting does not help: what this cloud has not got is said as it is. */
const notServed = 'API_VERSION_NOT_SERVED';

/** Top-level errors, rebuilt from a list of what may be said; the rest goes to the log, not to the client. */
export function formatErrorWith(report: (error: unknown) => void): FormatError {
  return (formatted, error) => {
    const where = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    const code = codeOf(formatted);
    if (publicCodes.has(code))
      return { message: withoutValues(formatted.message), ...where, extensions: { code } };
    const original = unwrapResolverError(error);
    if (original instanceof ArmError && original.error.code === notServed) {
      const message = [original.error.message, original.error.remedy].join(' ').trim();
      return { message, ...where, extensions: { code: notServed } };
    }
    if (original instanceof ArmError) {
      const message = `Azure does not answer this now (${original.error.code}). Try again in a moment.`;
      return { message, ...where, extensions: { code: 'AZURE_UNAVAILABLE' } };
    }
    const ours = original instanceof GraphQLError && original.originalError === undefined;
    if (ours && code === '')
      return {
        message: withoutValues(original.message),
        ...where,
        extensions: { code: 'BAD_USER_INPUT' },
      };
    report(original);
    return {
      message: 'Something went wrong here. It was logged.',
      ...where,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}

/** An error as a stream may say it; `cause` is what it came from, and is what gets logged. */
export function sayError(
  formatError: FormatError,
  error: GraphQLError,
  cause: unknown = error,
): GraphQLError {
  const { message, extensions } = formatError(error.toJSON(), cause);
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: extensions ?? null,
  });
}
