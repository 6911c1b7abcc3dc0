import type { Server } from 'node:http';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { actorOf, requestContext, unauthenticated } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { sayError } from '../errors/format-error.js';
import { limits } from '../server/limits.js';
import { isDocument, prepareDocument } from './prepare-document.js';
import { createStreamExecution, type StreamDependencies } from './run-stream.js';
import type { StreamOpener } from './stream-client.js';

/** Whoever opened a socket; who that is by now is asked for every operation. */
type Connection = Pick<StreamOpener, 'authorization' | 'signal'>;

/** Subscriptions over graphql-transport-ws at /graphql: authenticated at connection_init, before anything is parsed. */
export function serveWebSocket(
  server: Server,
  deps: ApiDependencies & StreamDependencies,
  schema: GraphQLSchema,
) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: limits.bodyBytes });
  const connections = new WeakMap<object, Connection>();
  const say = (errors: readonly GraphQLError[]) =>
    errors.map((error) => sayError(deps.formatError, error));
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
        connections.set(extra.socket, { authorization, signal: gone.signal });
        return true;
      },
      onSubscribe: async ({ extra }, _id, { query, operationName, variables }) => {
        const connection = connections.get(extra.socket);
        const actor = connection && (await actorOf(deps.authenticate, connection.authorization));
        if (!actor) return say([unauthenticated()]);
        const document = prepareDocument(schema, { query, variables });
        if (!isDocument(document)) return say(document);
        const { remoteAddress } = extra.request.socket;
        const client: StreamOpener = {
          ...connection,
          request: requestContext(actor, { remoteAddress }),
        };
        return {
          schema,
          document,
          operationName: operationName ?? null,
          variableValues: variables ?? null,
          contextValue: client,
        };
      },
    },
    sockets,
  );
  return { close: async () => handle.dispose() };
}
