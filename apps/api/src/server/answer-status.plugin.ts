import type { ApolloServerPlugin } from '@apollo/server';
import { unavailableHttp } from '../errors/unavailable.js';
import { graphqlJson } from './answer-failures.js';

/** What a well-formed request can still get wrong. */
const documentCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'COST_LIMIT_EXCEEDED',
]);

/**
 * For Accept: application/json a well-formed GraphQL answer is HTTP 200 even with errors (GraphQL over HTTP, "watershed");
 * only application/graphql-response+json says it by the status. What is away for now is a 503 to both.
 */
export const answerStatusPlugin: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response, errors }) => {
        const accept = request.http?.headers.get('accept') ?? '';
        const legacy = !accept.includes(graphqlJson);
        const ofDocument = errors?.every(({ extensions }) =>
          documentCodes.has(String(extensions.code)),
        );
        if (legacy && ofDocument === true && response.http.status === 400)
          response.http.status = 200;
        const away = unavailableHttp(errors ?? []);
        if (away) response.http.status = away.status;
        away?.headers.forEach((value, name) => response.http.headers.set(name, value));
        return Promise.resolve();
      },
    }),
};
