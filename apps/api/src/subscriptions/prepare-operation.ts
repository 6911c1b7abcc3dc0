import type { ExecutionArgs, GraphQLError } from 'graphql';
import type { PersistedRequest } from '../server/persisted-queries.js';
import { prepareDocument, type DocumentRequest } from './prepare-document.js';
import type { StreamOpener, StreamOperation } from './stream-client.js';
import type { StreamParts } from './stream-parts.js';

/** What a stream runs. */
export interface StreamArgs extends ExecutionArgs {
  contextValue: StreamOperation;
}

/**
 * What a request over a stream asks to be run, taken up in the order of arrivals as over HTTP; or why it is refused.
 * Rejects with the signal's reason once the connection is gone.
 */
export async function prepareOperation(
  { schema, settings: { costLimit }, arrivals, admission, persistedQueries }: StreamParts,
  opener: StreamOpener,
  asked: DocumentRequest & PersistedRequest,
): Promise<StreamArgs | readonly GraphQLError[]> {
  await arrivals.enter(opener.request.actor.principalId, opener.signal);
  const checkSubscription = (): void => admission.check(opener);
  const prepared = prepareDocument(asked, { schema, costLimit, checkSubscription });
  if (!('document' in prepared)) return prepared;
  await persistedQueries.keep(asked.query, asked);
  const { document, operation, cost } = prepared;
  const contextValue = { ...opener, priced: { operation, cost } };
  const { operationName = null, variables: variableValues = null } = asked;
  return { schema, document, operationName, variableValues, contextValue };
}
