import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { actorOf, requestContext, unauthenticated } from '../context/graphql-context.js';
import { requestIds } from '../context/request-ids.js';
import { sayError } from '../errors/format-error.js';
import { letGoOfIdleReader, type Sending } from '../server/let-go.js';
import { limits } from '../server/limits.js';
import { isDocument, prepareDocument, type DocumentRequest } from './prepare-document.js';
import { createStreamExecution } from './run-stream.js';
import type { StreamServerDependencies } from './serve-sse.js';
import type { StreamOpener } from './stream-client.js';

/** Whoever opened a socket; who that is by now is asked for every operation. */
type Connection = Pick<StreamOpener, 'authorization' | 'signal'>;

/** Try again later (RFC 6455): what clients come back after. */
const tryAgainLater = 1013;

/** Subscriptions over graphql-transport-ws at /graphql: authenticated at connection_init, before anything is parsed. */
export function serveWebSocket(
  server: Server,
  deps: StreamServerDependencies,
  schema: GraphQLSchema,
) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: limits.bodyBytes });
  const connections = new WeakMap<object, Connection>();
  const say = (error: GraphQLError, cause?: unknown) => sayError(deps.formatError, error, cause);
  const sayCause = (cause: unknown): GraphQLError =>
    cause instanceof GraphQLError ? say(cause) : say(new GraphQLError(''), cause);

  /** The document and who asks, or why it is refused. */
  async function prepare(
    connection: Connection | undefined,
    requestId: string,
    remoteAddress: string | undefined,
    asked: DocumentRequest & { extensions?: Record<string, unknown> | null | undefined },
  ) {
    const actor = connection && (await actorOf(deps.authenticate, connection.authorization));
    if (!actor) return [say(unauthenticated())];
    const request = requestContext(actor, { requestId, remoteAddress });
    await deps.admission.approach({ ...connection, request });
    const query = await deps.persistedQueries.findQuery(asked);
    const document = prepareDocument(schema, { ...asked, query }, deps.costLimit);
    if (!isDocument(document)) return document.map((error) => say(error));
    await deps.persistedQueries.keep(query, asked);
    const contextValue: StreamOpener = { ...connection, request };
    const { operationName = null, variables: variableValues = null } = asked;
    return { schema, document, operationName, variableValues, contextValue };
  }

  const handle = useServer(
    {
      schema,
      ...createStreamExecution(deps),
      connectionInitWaitTimeout: 5_000,
      onConnect: async ({ connectionParams, extra: { socket } }) => {
        const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
        try {
          const actor = await actorOf(deps.authenticate, authorization);
          // Clients take this code for final, and not the one that the protocol's server closes with.
          if (!actor) socket.close(CloseCode.Unauthorized, unauthenticated().message);
          if (!actor) return false;
        } catch (error) {
          sayCause(error);
          socket.close(tryAgainLater, 'Something went wrong here. Try again in a moment.');
          return false;
        }
        const gone = new AbortController();
        socket.once('close', () => gone.abort());
        socket.once('close', letGoOfIdleReader(sendingOn(socket)));
        connections.set(socket, { authorization, signal: gone.signal });
        return true;
      },
      onSubscribe: ({ extra }, _id, payload) => {
        const requestId = randomUUID();
        const remoteAddress = deps.readClientAddress(extra.request);
        return requestIds.run(requestId, () =>
          prepare(connections.get(extra.socket), requestId, remoteAddress, payload).catch(
            (error: unknown) => [sayCause(error)],
          ),
        );
      },
    },
    sockets,
  );
  return { close: async () => handle.dispose() };
}

const sendingOn = (socket: WebSocket): Sending => ({
  unread: () => socket.bufferedAmount,
  destroy: () => socket.terminate(),
});
