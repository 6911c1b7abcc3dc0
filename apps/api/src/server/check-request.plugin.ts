import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { checkTexts } from './check-texts.js';

/** What no validation rule sees: the variables, and that subscriptions have their own way in. */
export const checkRequestPlugin: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ request, operation }) => {
        checkTexts(request.variables);
        if (operation?.operation === 'subscription') throw elsewhere();
        return Promise.resolve();
      },
    }),
};

const elsewhere = (): GraphQLError =>
  new GraphQLError(
    'Subscriptions go over server-sent events at /graphql/stream, or over graphql-transport-ws at /graphql.',
    { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
  );
