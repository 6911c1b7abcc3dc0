import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { print } from 'graphql-sse';
import { actorOf, requestContext, unauthenticated } from '../context/graphql-context.js';
import type { ReadClientAddress } from '../context/client-address.js';
import type { ApiDependencies } from '../dependencies.js';
import { badRequest } from '../errors/bad-request.js';
import { sayError } from '../errors/format-error.js';
import { answeringFailures } from '../server/answer-failures.js';
import { signalOf } from '../server/end-requests.js';
import type { PersistedQueries } from '../server/persisted-queries.js';
import { prepareOperation, type Preparation, type StreamArgs } from './prepare-operation.js';
import { readStreamRequest, type StreamRequest } from './read-stream-request.js';
import { runStream, type Results, type StreamDependencies } from './run-stream.js';
import type { StreamOpener } from './stream-client.js';
import {
  acceptsStream,
  eventStream,
  streamHeaders,
  streamPath,
  tellAsStream,
} from './tell-as-stream.js';

export interface StreamServerDependencies extends ApiDependencies, StreamDependencies, Preparation {
  readClientAddress: ReadClientAddress;
}

/** Proxies take a connection on which nothing is sent for a dead one. */
const beatEveryMs = 12_000;
const beat = ':\n\n';

/**
 * Subscriptions over server-sent events at /graphql/stream, one connection each (the "distinct connections" of
 * graphql-sse); nobody gets past the header. What is refused is told in the stream, which is the one answer that clients
 * take for final.
 */
export function serveSse(
  fastify: FastifyInstance,
  deps: StreamServerDependencies,
  schema: () => GraphQLSchema,
) {
  const open = new Set<ServerResponse>();
  const say = (errors: readonly GraphQLError[]): GraphQLError[] =>
    errors.map((error) => sayError(deps.formatError, error));
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { authorization } = request.headers;
    const actor = await actorOf(deps.authenticate, authorization);
    const isTold = actor !== undefined || authorization !== undefined;
    if (!acceptsStream(request) || !isTold) {
      const error = actor ? notAccepted() : unauthenticated();
      return reply.code(actor ? 406 : 401).send({ errors: say([error]) });
    }
    if (!actor) return tellAsStream(reply, say([unauthenticated()]));
    const remoteAddress = deps.readClientAddress(request.raw);
    const opener: StreamOpener = {
      authorization,
      request: requestContext(actor, { requestId: request.id, remoteAddress }),
      signal: signalOf(request),
    };
    const asked = await readAsked(request, deps.persistedQueries);
    if (asked instanceof GraphQLError) return tellAsStream(reply, say([asked]));
    const args = await prepareOperation(deps, schema(), opener, asked);
    if (!isReady(args)) return tellAsStream(reply, say(args));
    if (request.method !== 'POST' && isMutation(args))
      return tellAsStream(reply, say([notByGet()]));
    open.add(reply.raw);
    reply.raw.once('close', () => open.delete(reply.raw));
    return reply.headers(streamHeaders).send(sending(runStream(deps, args), reply.raw));
  };
  const answering = answeringFailures(deps.formatError);
  fastify.route({ method: ['GET', 'POST'], url: streamPath, handler: serve, ...answering });
  return {
    /** Cuts every stream off without a `complete`, so that clients come back to another process. */
    close: () => open.forEach((response) => response.destroy()),
  };
}

/** The events of a stream: none is asked for before its reader has taken the ones before. */
function sending(results: Results, response: ServerResponse): Readable {
  const beating = setInterval(() => {
    if (response.writableLength === 0 && !response.writableEnded) response.write(beat);
  }, beatEveryMs);
  response.once('close', () => clearInterval(beating));
  return Readable.from(printed(results), { highWaterMark: 1 });
}

async function* printed(results: Results): AsyncGenerator<string, void> {
  // The head goes out with it: the client knows that it was heard.
  yield beat;
  for await (const data of results) yield print({ event: 'next', data });
  yield print({ event: 'complete', data: null });
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
  persistedQueries: PersistedQueries,
): Promise<Asked | GraphQLError> {
  try {
    const asked = readStreamRequest(request);
    return { ...asked, query: await persistedQueries.findQuery(asked) };
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
