import type { ApolloServerPlugin } from '@apollo/server';
import { refuseNul } from './refuse-nul.js';

/** Variables are seen by no validation rule. */
export const refuseNulPlugin: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ request }) => {
        refuseNul(request.variables);
        return Promise.resolve();
      },
    }),
};
