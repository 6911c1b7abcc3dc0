import type { Server } from 'node:http';
import { specifiedRules, parse, validate, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { actorOf, requestContext, type GraphqlContext } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { boundDocument, limits } from '../server/limits.js';

/** Subscriptions over graphql-transport-ws at /graphql: authenticated at connection_init, before anything is parsed. */
export function serveWebSocket(server: Server, deps: ApiDependencies, schema: GraphQLSchema) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: limits.bodyBytes });
  const contexts = new WeakMap<object, GraphqlContext>();
  const handle = useServer(
    {
      schema,
      connectionInitWaitTimeout: 5_000,
      onConnect: async ({ connectionParams, extra }) => {
        const header = connectionParams?.authorization ?? connectionParams?.Authorization;
        const actor = await actorOf(deps.authenticate, header);
        if (!actor) return false;
        const gone = new AbortController();
        extra.socket.once('close', () => gone.abort());
        const remoteAddress = extra.request.socket.remoteAddress;
        contexts.set(extra.socket, {
          request: requestContext(actor, { remoteAddress }),
          signal: gone.signal,
        });
        return true;
      },
      onSubscribe: ({ extra }, _id, { query, operationName, variables }) => {
        const document = parse(query, { maxTokens: limits.tokens });
        const errors = validate(schema, document, [...specifiedRules, boundDocument]);
        if (errors.length > 0) return errors;
        return {
          schema,
          document,
          operationName: operationName ?? null,
          variableValues: variables ?? null,
          contextValue: contexts.get(extra.socket),
        };
      },
    },
    sockets,
  );
  return { close: async () => handle.dispose() };
}
