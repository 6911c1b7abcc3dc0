import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArmError } from '#libs/operations';
import { requestIds } from '../context/request-ids.js';
import {
  endBehind,
  retryAfterSeconds,
  rootOf,
  unavailableBehind,
  type Unavailable,
} from './unavailable.js';
import type { requestCodes } from './request-codes.js';
import { ClientLeft, DeadlinePassed } from '../server/end-requests.js';
import { withoutValues } from './without-values.js';

/** What may be said of an error beside its message. */
const publicCodes: ReadonlySet<string> = new Set<keyof typeof requestCodes>([
  'UNAUTHENTICATED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'NOT_FOUND',
  'NO_DEFAULT_SUBSCRIPTION',
  'SCOPE_NOT_SHARED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'STREAM_LIMIT_EXCEEDED',
  'COST_LIMIT_EXCEEDED',
  'TOO_MANY_REQUESTS',
  'ANSWER_TOO_LARGE',
  'PERSISTED_QUERY_NOT_FOUND',
  'UNKNOWN_DOCUMENT',
  'DOCUMENT_NOT_TRUSTED',
]);

const codeOf = ({ extensions }: GraphQLFormattedError): string =>
  typeof extensions?.code === 'string' ? extensions.code : '';

/** Two numbers of ours, where an error has them. */
const costIn = ({ extensions }: GraphQLFormattedError): object =>
  extensions?.cost === undefined ? {} : { cost: extensions.cost };

export type FormatError = (
  formatted: GraphQLFormattedError,
  error: unknown,
) => GraphQLFormattedError;
export const FORMAT_ERROR = Symbol('FORMAT_ERROR');

/** Waiting does not help: what this cloud has not got is said as it is. */
const notServed = 'API_VERSION_NOT_SERVED';

interface Said {
  code: string;
  message: string;
  accepted?: Unavailable['accepted'];
}

/** What may be said of an error; undefined where nothing may. */
function wordsFor(formatted: GraphQLFormattedError, error: unknown): Said | undefined {
  const code = codeOf(formatted);
  if (publicCodes.has(code)) return { code, message: withoutValues(formatted.message) };
  const original = unwrapResolverError(error);
  if (original instanceof ArmError) return ofAzure(original);
  const end = endBehind(error);
  if (end instanceof DeadlinePassed) return pastDeadline(end);
  if (!(original instanceof GraphQLError)) return undefined;
  const message = withoutValues(original.message);
  if (isBadRequest(original)) return { code: 'BAD_REQUEST', message };
  const isOurs = original.originalError === undefined && code === '';
  return isOurs ? { code: 'BAD_USER_INPUT', message } : undefined;
}

const ofAzure = ({ error: { code, message, remedy } }: ArmError): Said =>
  code === notServed
    ? { code: notServed, message: [message, remedy].join(' ').trim() }
    : {
        code: 'AZURE_UNAVAILABLE',
        message: `Azure does not answer this now (${code}). Try again in a moment.`,
      };

const pastDeadline = ({ seconds }: DeadlinePassed): Said => ({
  code: 'DEADLINE_EXCEEDED',
  message: `This took longer than ${seconds} seconds and was stopped. Ask for less at once, or again in a moment; a mutation under the same idempotencyKey.`,
});

/** Apollo Server says so of some requests without a code of their own. */
const isBadRequest = ({ extensions }: GraphQLError): boolean =>
  extensions.code === undefined &&
  (extensions.http as { status?: number } | undefined)?.status === 400;

const internal: Said = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'Something went wrong here. It was logged.',
};

/**
 * Top-level errors, rebuilt from a list of what may be said, each with the id of its request; the rest goes to the log
 * under that id, and not to the client. What is away is told, and logged. What was ended because its client left is neither.
 */
export function formatErrorWith(
  report: (error: unknown, requestId: string | undefined) => void,
): FormatError {
  return (formatted, error) => {
    const requestId = requestIds.getStore();
    const away = unavailableBehind(error);
    const said = away ?? wordsFor(formatted, error);
    const isHeard = !(endBehind(error) instanceof ClientLeft);
    if (isHeard && (away || !said)) report(rootOf(error), requestId);
    const { code, message, accepted } = said ?? internal;
    return {
      message,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions: {
        code,
        ...costIn(formatted),
        ...(accepted && { accepted }),
        ...(away && { retryAfterSeconds }),
        ...(requestId !== undefined && { requestId }),
      },
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
