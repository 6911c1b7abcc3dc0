import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  getOperationAST,
  GraphQLError,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { actorOf, requestContext, unauthenticated } from '../context/graphql-context.js';
import type { ReadClientAddress } from '../context/client-address.js';
import type { ApiDependencies } from '../dependencies.js';
import { badRequest } from '../errors/bad-request.js';
import { sayError } from '../errors/format-error.js';
import { answeringFailures } from '../server/answer-failures.js';
import { letGoOfIdleReader, sendingOf } from '../server/let-go.js';
import type { PersistedQueries } from '../server/persisted-queries.js';
import { isDocument, prepareDocument } from './prepare-document.js';
import { readStreamRequest, type StreamRequest } from './read-stream-request.js';
import { createStreamExecution, type StreamDependencies } from './run-stream.js';
import type { StreamOpener } from './stream-client.js';
import { acceptsStream, eventStream, streamPath, tellAsStream } from './tell-as-stream.js';

export interface StreamServerDependencies extends ApiDependencies, StreamDependencies {
  persistedQueries: PersistedQueries;
  readClientAddress: ReadClientAddress;
}

/**
 * Subscriptions over server-sent events at /graphql/stream, one connection each; nobody gets past the header. What is
 * refused is told in the stream, which is the one answer that clients take for final.
 */
export function serveSse(
  fastify: FastifyInstance,
  deps: StreamServerDependencies,
  schema: () => GraphQLSchema,
) {
  const opened = new WeakMap<object, { opener: StreamOpener; method: string }>();
  const open = new Set<ServerResponse>();
  const say = (errors: readonly GraphQLError[]): GraphQLError[] =>
    errors.map((error) => sayError(deps.formatError, error));
  const handler = createHandler({
    ...createStreamExecution(deps),
    // No tokens: streams that several requests share would be shared by whoever knows, or guesses, the token.
    authenticate: () => null,
    onSubscribe: async (request, params) => {
      const { query, operationName, variables } = params;
      const { opener, method } = opened.get(request.raw) ?? {};
      const refused = opener && (await refusalOf(deps.admission.approach(opener)));
      if (refused) return { data: undefined, errors: say([refused]) } as never;
      const document = prepareDocument(
        schema(),
        { query, operationName, variables },
        deps.costLimit,
      );
      // The handler knows results by `data`; undefined is not sent.
      if (!isDocument(document)) return { data: undefined, errors: say(document) } as never;
      if (method !== 'POST' && isMutation(document, operationName))
        return { data: undefined, errors: say([notByGet()]) } as never;
      await deps.persistedQueries.keep(query, params);
      const args: ExecutionArgs = {
        schema: schema(),
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
        contextValue: opener,
      };
      return args as never;
    },
  });
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { authorization } = request.headers;
    const actor = await actorOf(deps.authenticate, authorization);
    const isTold = actor !== undefined || authorization !== undefined;
    if (!acceptsStream(request) || !isTold) {
      const error = actor ? notAccepted() : unauthenticated();
      return reply.code(actor ? 406 : 401).send({ errors: say([error]) });
    }
    if (!actor) return tellAsStream(reply, say([unauthenticated()]));
    const asked = await readAsked(request, deps.persistedQueries);
    if (asked instanceof GraphQLError) return tellAsStream(reply, say([asked]));
    const gone = new AbortController();
    open.add(reply.raw);
    const stopWatching = letGoOfIdleReader(sendingOf(reply.raw));
    reply.raw.once('close', () => {
      stopWatching();
      open.delete(reply.raw);
      gone.abort();
    });
    const remoteAddress = deps.readClientAddress(request.raw);
    const posted = asPost(request, asked);
    const opener = {
      authorization,
      request: requestContext(actor, { requestId: request.id, remoteAddress }),
      signal: gone.signal,
    };
    opened.set(posted, { opener, method: request.method });
    reply.hijack();
    return handler(posted, reply);
  };
  const answering = answeringFailures(deps.formatError);
  fastify.route({ method: ['GET', 'POST'], url: streamPath, handler: serve, ...answering });
  return {
    /** Cuts every stream off without a `complete`, so that clients come back to another process. */
    close: () => open.forEach((response) => response.destroy()),
  };
}

const notAccepted = (): GraphQLError =>
  badRequest(`Streams are answered as ${eventStream}: send that as Accept.`);

/** As over HTTP. */
const notByGet = (): GraphQLError =>
  badRequest('GET requests only support query operations, not mutation operations');

const isMutation = (document: DocumentNode, operationName: string | null | undefined): boolean =>
  getOperationAST(document, operationName)?.operation === 'mutation';

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

/** However it came: all that the protocol's handler reads of a request. */
const asPost = ({ url }: FastifyRequest, body: Asked): FastifyRequest =>
  ({
    ...{ method: 'POST', url, body },
    headers: { accept: eventStream, 'content-type': 'application/json' },
  }) as FastifyRequest;

const refusalOf = (entering: Promise<void>): Promise<GraphQLError | undefined> =>
  entering.then(
    () => undefined,
    (error: GraphQLError) => error,
  );
