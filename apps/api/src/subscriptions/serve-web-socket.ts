import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { GraphQLError, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { actorOf, requestContext, unauthenticated } from '../context/graphql-context.js';
import { requestIds } from '../context/request-ids.js';
import { sayError } from '../errors/format-error.js';
import { ClientLeft } from '../server/end-requests.js';
import type { PersistedRequest } from '../server/persisted-queries.js';
import { letGoOfIdleReader, type Sending } from '../server/let-go.js';
import { limits } from '../server/limits.js';
import { prepareOperation, type StreamArgs } from './prepare-operation.js';
import type { DocumentRequest } from './prepare-document.js';
import { runStream, type Results } from './run-stream.js';
import type { StreamServerDependencies } from './serve-sse.js';
import { SocketPace } from './socket-pace.js';
import type { StreamOpener } from './stream-client.js';

/** Whoever opened a socket; who that is by now is asked for every operation. */
interface Connection extends Pick<StreamOpener, 'authorization' | 'signal'> {
  pace: SocketPace;
}

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

  /** What is to be run, or why it is refused. */
  async function prepare(
    connection: Connection,
    requestId: string,
    remoteAddress: string | undefined,
    asked: DocumentRequest & PersistedRequest,
  ) {
    const { authorization, signal } = connection;
    const actor = await actorOf(deps.authenticate, authorization);
    if (!actor) return [say(unauthenticated())];
    const request = requestContext(actor, { requestId, remoteAddress });
    const opener: StreamOpener = { authorization, signal, request };
    const query = await deps.persistedQueries.findQuery(asked);
    const args = await prepareOperation(deps, schema, opener, { ...asked, query });
    return 'document' in args ? args : args.map((error) => say(error));
  }
  // Also what is answered once: a client that completes it before then ends it.
  const run = (args: ExecutionArgs): Results => runStream(deps, args as StreamArgs);

  const handle = useServer(
    {
      schema,
      execute: run,
      subscribe: run,
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
        socket.once('close', () => gone.abort(new ClientLeft()));
        socket.once('close', letGoOfIdleReader(sendingOn(socket)));
        const pace = new SocketPace(socket);
        connections.set(socket, { authorization, signal: gone.signal, pace });
        return true;
      },
      onSubscribe: ({ extra }, _id, payload) => {
        const connection = connections.get(extra.socket);
        if (!connection) return [say(unauthenticated())];
        const remoteAddress = deps.readClientAddress(extra.request);
        const requestId = randomUUID();
        const prepared = (): ReturnType<typeof prepare> =>
          prepare(connection, requestId, remoteAddress, payload).catch((error: unknown) => [
            sayCause(error),
          ]);
        return requestIds.run(requestId, () => connection.pace.while(prepared));
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
