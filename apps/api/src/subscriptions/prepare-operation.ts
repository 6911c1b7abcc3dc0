import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import type { ArrivalLane } from '../cost/arrival-lane.js';
import type { PersistedQueries, PersistedRequest } from '../server/persisted-queries.js';
import { prepareDocument, type DocumentRequest } from './prepare-document.js';
import type { StreamAdmission } from './stream-admission.js';
import type { StreamOpener, StreamOperation } from './stream-client.js';

/** What both stream protocols look at requests with. */
export interface Preparation {
  costLimit: number;
  arrivals: ArrivalLane;
  admission: StreamAdmission;
  persistedQueries: PersistedQueries;
}

/** What a stream runs. */
export interface StreamArgs extends ExecutionArgs {
  contextValue: StreamOperation;
}

/**
 * What a request over a stream asks to be run, taken up in the order of arrivals as over HTTP; or why it is refused.
 * Rejects with the signal's reason once the connection is gone.
 */
export async function prepareOperation(
  { costLimit, arrivals, admission, persistedQueries }: Preparation,
  schema: GraphQLSchema,
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
