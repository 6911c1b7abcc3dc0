import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLError, type ExecutionArgs, type FormattedExecutionResult } from 'graphql';
import { CloseCode, type Context, type Disposable } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { isUnauthenticated, requestContext, unauthenticated } from '../context/graphql-context.js';
import { requestIds } from '../context/request-ids.js';
import type { NamedRequest } from '../documents/trusted-documents.js';
import { sayError } from '../errors/format-error.js';
import { ClientLeft } from '../server/end-requests.js';
import { letGoOfIdleReader, type Sending } from '../server/let-go.js';
import { limits } from '../server/limits.js';
import { prepareOperation, type StreamArgs } from './prepare-operation.js';
import type { DocumentRequest } from './prepare-document.js';
import { runStream, type Results } from './run-stream.js';
import { SocketPace } from './socket-pace.js';
import type { StreamOpener } from './stream-client.js';
import { StreamParts } from './stream-parts.js';
import { AnswersInMessages } from './written-answers.js';

/** Whoever opened a socket; who that is by now is asked for every operation. */
interface Connection extends Pick<StreamOpener, 'authorization' | 'signal'> {
  pace: SocketPace;
}

/** A connection as the protocol's server knows it. */
type Opened = Context<Record<string, unknown> | undefined, Extra>;

type Asked = DocumentRequest & NamedRequest;

/** Try again later (RFC 6455): what clients come back after. */
const tryAgainLater = 1013;

/** Subscriptions over graphql-transport-ws at /graphql: authenticated at connection_init, before anything is parsed. */
@Injectable()
export class Sockets implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly connections = new WeakMap<object, Connection>();
  private handle: Disposable | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly parts: StreamParts,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const sockets = new WebSocketServer({
      server,
      path: '/graphql',
      maxPayload: limits.bodyBytes,
      WebSocket: AnsweringSocket,
    });
    // Also what is answered once: a client that completes it before then ends it.
    const run = (args: ExecutionArgs): Results => runStream(this.parts, args as StreamArgs);
    this.handle = useServer(
      {
        schema: this.parts.schema,
        execute: run,
        subscribe: run,
        connectionInitWaitTimeout: 5_000,
        onConnect: (opened) => this.connect(opened),
        onSubscribe: (opened, _id, payload) => this.subscribe(opened, payload),
        // The client is told of the end after this.
        onComplete: (opened) => void setImmediate(() => void this.closeWhereRefused(opened)),
        // As it is, and no copy: what was written of it is found by it.
        onNext: (_opened, _id, _payload, _args, answer) =>
          answer.errors ? undefined : (answer as FormattedExecutionResult),
        jsonMessageReplacer: answers.leaveOut,
      },
      sockets,
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.handle?.dispose();
  }

  private async connect({ connectionParams, extra: { socket } }: Opened): Promise<boolean> {
    const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
    try {
      const actor = await this.parts.authentication.actorOf(authorization);
      if (!actor) throw unauthenticated();
    } catch (error) {
      this.refuse(socket, error);
      return false;
    }
    const gone = new AbortController();
    socket.once('close', () => gone.abort(new ClientLeft()));
    socket.once('close', letGoOfIdleReader(sendingOn(socket)));
    const pace = new SocketPace(socket);
    this.connections.set(socket, { authorization, signal: gone.signal, pace });
    return true;
  }

  /** What ended may have ended because the key counts no more: nothing else is answered on the socket then. */
  private async closeWhereRefused({ extra: { socket } }: Opened): Promise<void> {
    const connection = this.connections.get(socket);
    if (!connection || connection.signal.aborted) return;
    try {
      const actor = await this.parts.authentication.actorOf(connection.authorization);
      if (!actor) this.refuse(socket, unauthenticated());
    } catch (error) {
      // What is wrong with the database is said by what is asked next.
      if (isUnauthenticated(error)) this.refuse(socket, error);
    }
  }

  /** Clients take the first code for final, and not the one that the protocol's server closes with. */
  private refuse(socket: WebSocket, error: unknown): void {
    if (isUnauthenticated(error)) return socket.close(CloseCode.Unauthorized, error.message);
    this.sayCause(error);
    socket.close(tryAgainLater, 'Something went wrong here. Try again in a moment.');
  }

  private subscribe({ extra }: Opened, payload: Asked) {
    const connection = this.connections.get(extra.socket);
    if (!connection) return [this.say(unauthenticated())];
    const remoteAddress = this.parts.addresses.of(extra.request);
    const requestId = randomUUID();
    const prepared = () =>
      this.prepare(connection, { requestId, remoteAddress }, payload).catch((error: unknown) => [
        this.sayCause(error),
      ]);
    return requestIds.run(requestId, () => connection.pace.while(prepared));
  }

  /** What is to be run, or why it is refused. */
  private async prepare(
    { authorization, signal }: Connection,
    from: { requestId: string; remoteAddress: string | undefined },
    asked: Asked,
  ) {
    const actor = await this.parts.authentication.actorOf(authorization);
    if (!actor) return [this.say(unauthenticated())];
    const opener = { authorization, signal, request: requestContext(actor, from) };
    const query = await this.parts.trustedDocuments.queryOf(asked, actor);
    const args = await prepareOperation(this.parts, opener, { ...asked, query });
    return 'document' in args ? args : args.map((error) => this.say(error));
  }

  private say(error: GraphQLError, cause?: unknown): GraphQLError {
    return sayError(this.parts.formatError, error, cause);
  }

  private sayCause(cause: unknown): GraphQLError {
    return cause instanceof GraphQLError ? this.say(cause) : this.say(new GraphQLError(''), cause);
  }
}

const answers = new AnswersInMessages();

type Data = Parameters<WebSocket['send']>[0];
type Sent = (error?: Error) => void;

/** Sends long answers as frames of their own in the message (RFC 6455, 5.4). */
class AnsweringSocket extends WebSocket {
  override send(data: Data, options: object | Sent = {}, sent?: Sent): void {
    const onSent = typeof options === 'function' ? (options as Sent) : sent;
    const kept = typeof options === 'function' ? {} : options;
    const parts = typeof data === 'string' ? answers.putIn(data) : [data];
    const last = parts.length - 1;
    parts.forEach((part, at) => {
      if (at < last) super.send(part, { ...kept, binary: false, fin: false });
      else super.send(part, kept, onSent);
    });
  }
}

const sendingOn = (socket: WebSocket): Sending => ({
  unread: () => socket.bufferedAmount,
  destroy: () => socket.terminate(),
});
