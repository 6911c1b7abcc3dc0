import type { Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { actorOf, requestContext } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { limits } from '../server/limits.js';
import { isDocument, prepareDocument } from './prepare-document.js';
import { createStreamExecution, type StreamDependencies } from './run-stream.js';
import type { StreamClient } from './stream-client.js';

/** Subscriptions over graphql-transport-ws at /graphql: authenticated at connection_init, before anything is parsed. */
export function serveWebSocket(
  server: Server,
  deps: ApiDependencies & StreamDependencies,
  schema: GraphQLSchema,
) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: limits.bodyBytes });
  const clients = new WeakMap<object, StreamClient>();
  const handle = useServer(
    {
      schema,
      ...createStreamExecution(deps),
      connectionInitWaitTimeout: 5_000,
      onConnect: async ({ connectionParams, extra }) => {
        const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
        const actor = await actorOf(deps.authenticate, authorization);
        if (!actor) return false;
        const gone = new AbortController();
        extra.socket.once('close', () => gone.abort());
        const { remoteAddress } = extra.request.socket;
        const request = requestContext(actor, { remoteAddress });
        clients.set(extra.socket, { authorization, request, signal: gone.signal });
        return true;
      },
      onSubscribe: ({ extra }, _id, { query, operationName, variables }) => {
        const document = prepareDocument(schema, { query, variables });
        if (!isDocument(document)) return document;
        return {
          schema,
          document,
          operationName: operationName ?? null,
          variableValues: variables ?? null,
          contextValue: clients.get(extra.socket),
        };
      },
    },
    sockets,
  );
  return { close: async () => handle.dispose() };
}
