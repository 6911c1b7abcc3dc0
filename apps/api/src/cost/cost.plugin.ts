import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphqlContext } from '../context/graphql-context.js';
import { boundCost, type Cost } from './bound-cost.js';
import type { FairQueue } from './fair-queue.js';
import { takeTurn } from './take-turn.js';

/** Works out what a document costs before it runs, refuses what costs too much, lets the rest run in turns, and tells. */
export const costPlugin = (
  limit: number,
  queue: FairQueue,
): ApolloServerPlugin<GraphqlContext> => ({
  requestDidStart: () => {
    let cost: Cost | undefined;
    let leave: (() => Promise<void>) | undefined;
    return Promise.resolve({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        if (!operation) return;
        const variables = request.variables ?? {};
        const known = boundCost(schema, { document, operation, variables }, limit);
        leave = await takeTurn(queue, { operation, cost: known }, contextValue);
        cost = known;
      },
      willSendResponse: async ({ response: { body } }) => {
        await leave?.();
        if (cost && body.kind === 'single')
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    });
  },
});
