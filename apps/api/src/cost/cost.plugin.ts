import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import type { GraphqlContext } from '../context/graphql-context.js';
import { boundCost, type Cost } from './bound-cost.js';
import { giveWay, stepAhead } from './give-way.js';
import { queueLimits } from '../server/limits.js';
import type { FairQueue } from './fair-queue.js';

/** Works out what a document costs before it runs, refuses what costs too much, lets the rest run in turns, and tells. */
export const costPlugin = (
  limit: number,
  queue: FairQueue,
): ApolloServerPlugin<GraphqlContext> => ({
  requestDidStart: () => {
    let cost: Cost | undefined;
    let leave: (() => void) | undefined;
    return Promise.resolve({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        if (!operation) return;
        const variables = request.variables ?? {};
        const known = boundCost(schema, { document, operation, variables }, limit);
        const { principalId } = contextValue.request.actor;
        const weight = weightOf(operation, known);
        const left = await queue.enter(principalId, weight, contextValue.signal);
        const answered =
          weight <= queueLimits.small ? stepAhead(contextValue.request) : () => undefined;
        leave = () => (answered(), left());
        cost = known;
      },
      willSendResponse: async ({ response: { body }, contextValue }) => {
        if (leave) await giveWay(contextValue.request);
        leave?.();
        if (cost && body.kind === 'single')
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    });
  },
});

/** A mutation answers little and takes long: it holds a connection to the database until it has committed. */
const mutationWeight = 1_000;

const weightOf = ({ operation }: OperationDefinitionNode, { requested }: Cost): number =>
  operation === 'mutation' ? Math.max(requested, mutationWeight) : requested;
