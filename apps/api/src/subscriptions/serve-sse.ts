import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLError } from 'graphql';
import { print } from 'graphql-sse';
import type { Actor } from '#libs/verbs';
import { orNobody } from '../context/graphql-context.js';
import type { TrustedDocuments } from '../documents/trusted-documents.js';
import { badRequest } from '../errors/bad-request.js';
import { sayError } from '../errors/format-error.js';
import { answeringFailures } from '../server/answer-failures.js';
import { prepareOperation, type StreamArgs } from './prepare-operation.js';
import { readStreamRequest, type StreamRequest } from './read-stream-request.js';
import { runStream, type Results } from './run-stream.js';
import type { StreamOpener } from './stream-client.js';
import { StreamParts } from './stream-parts.js';
import { writeAnswer, type WrittenAnswer } from './written-answers.js';
import {
  acceptsStream,
  eventStream,
  streamHeaders,
  streamPath,
  tellAsStream,
} from './tell-as-stream.js';

/** Proxies take a connection on which nothing is sent for a dead one. */
const beatEveryMs = 12_000;
const beat = ':\n\n';

/**
 * Subscriptions over server-sent events at /graphql/stream, one connection each (the "distinct connections" of
 * graphql-sse); nobody gets past the header. What is refused is told in the stream, which is the one answer that clients
 * take for final.
 */
@Injectable()
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  private readonly open = new Set<ServerResponse>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly parts: StreamParts,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const handler = (request: FastifyRequest, reply: FastifyReply) => this.serve(request, reply);
    const answering = answeringFailures(this.parts.formatError);
    fastify.route({ method: ['GET', 'POST'], url: streamPath, handler, ...answering });
  }

  /** Cuts every stream off without a `complete`, so that clients come back to another process. */
  onModuleDestroy(): void {
    this.open.forEach((response) => response.destroy());
  }

  private async serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { authorization } = request.headers;
    const context = await orNobody(this.parts.authentication.admit(request, 'graphql'));
    const isNobody = context instanceof GraphQLError;
    if (!acceptsStream(request) || (isNobody && authorization === undefined)) {
      const error = isNobody ? context : notAccepted();
      return reply.code(isNobody ? 401 : 406).send({ errors: this.say([error]) });
    }
    if (isNobody) return tellAsStream(reply, this.say([context]));
    const args = await this.prepare(request, { authorization, ...context });
    if (!isReady(args)) return tellAsStream(reply, this.say(args));
    this.open.add(reply.raw);
    reply.raw.once('close', () => this.open.delete(reply.raw));
    return reply.headers(streamHeaders).send(sending(runStream(this.parts, args), reply.raw));
  }

  /** What is to be run, or why it is refused. */
  private async prepare(request: FastifyRequest, opener: StreamOpener) {
    const asked = await readAsked(request, this.parts.trustedDocuments, opener.request.actor);
    if (asked instanceof GraphQLError) return [asked];
    const args = await prepareOperation(this.parts, opener, asked);
    const isRefused = request.method !== 'POST' && isReady(args) && isMutation(args);
    return isRefused ? [notByGet()] : args;
  }

  private say(errors: readonly GraphQLError[]): GraphQLError[] {
    return errors.map((error) => sayError(this.parts.formatError, error));
  }
}

/** The events of a stream: none is asked for before its reader has taken the ones before. */
function sending(results: Results, response: ServerResponse): Readable {
  const beating = setInterval(() => {
    if (response.writableLength === 0 && !response.writableEnded) response.write(beat);
  }, beatEveryMs);
  response.once('close', () => clearInterval(beating));
  return Readable.from(printed(results), { highWaterMark: 1 });
}

async function* printed(results: Results): AsyncGenerator<string | Buffer, void> {
  // The head goes out with it: the client knows that it was heard.
  yield beat;
  for await (const answer of results) yield* printedAnswer(writeAnswer(answer));
  yield print({ event: 'complete', data: null });
}

function* printedAnswer({ text, bytes }: WrittenAnswer): Generator<string | Buffer, void> {
  const [before, after] = ['event: next\ndata: ', '\n\n'];
  if (bytes) yield* [before, bytes, after];
  else yield `${before}${text}${after}`;
}

const notAccepted = (): GraphQLError =>
  badRequest(`Streams are answered as ${eventStream}: send that as Accept.`);

/** As over HTTP. */
const notByGet = (): GraphQLError =>
  badRequest('GET requests only support query operations, not mutation operations');

const isReady = (args: StreamArgs | readonly GraphQLError[]): args is StreamArgs =>
  'document' in args;

const isMutation = ({ contextValue: { priced } }: StreamArgs): boolean =>
  priced.operation.operation === 'mutation';

type Asked = StreamRequest & { query: string };

/** What the request asks, with its document in full; or why it cannot be read. */
async function readAsked(
  request: FastifyRequest,
  documents: TrustedDocuments,
  actor: Actor,
): Promise<Asked | GraphQLError> {
  try {
    const asked = readStreamRequest(request);
    return { ...asked, query: await documents.queryOf(asked, actor) };
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
