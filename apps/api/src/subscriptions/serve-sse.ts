import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { actorOf, requestContext, unauthenticated } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { sayError } from '../errors/format-error.js';
import { isDocument, prepareDocument } from './prepare-document.js';
import { createStreamExecution, type StreamDependencies } from './run-stream.js';
import type { StreamOpener } from './stream-client.js';

/** Subscriptions over server-sent events at /graphql/stream, one connection each; nobody gets past the header. */
export function serveSse(
  fastify: FastifyInstance,
  deps: ApiDependencies & StreamDependencies,
  schema: () => GraphQLSchema,
) {
  const clients = new WeakMap<object, StreamOpener>();
  const open = new Set<ServerResponse>();
  const say = (errors: readonly GraphQLError[]): object => ({
    errors: errors.map((error) => sayError(deps.formatError, error)),
  });
  const handler = createHandler({
    ...createStreamExecution(deps),
    // No tokens: streams that several requests share would be shared by whoever knows, or guesses, the token.
    authenticate: () => null,
    onSubscribe: (request, { query, operationName, variables }) => {
      const document = prepareDocument(schema(), { query, variables });
      if (!isDocument(document)) {
        const headers = { 'content-type': 'application/json; charset=utf-8' };
        return [JSON.stringify(say(document)), { status: 400, statusText: 'Bad Request', headers }];
      }
      const args: ExecutionArgs = {
        schema: schema(),
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
        contextValue: clients.get(request.raw),
      };
      return args as never;
    },
  });
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { authorization } = request.headers;
    const actor = await actorOf(deps.authenticate, authorization);
    if (!actor) return reply.code(401).send(say([unauthenticated()]));
    const [status, why] = refusalOf(request) ?? [];
    if (status) return reply.code(status).send(say([badRequest(why)]));
    request.headers.accept = eventStream;
    const gone = new AbortController();
    open.add(reply.raw);
    reply.raw.once('close', () => {
      open.delete(reply.raw);
      gone.abort();
    });
    const { id: requestId, ip: remoteAddress } = request;
    clients.set(request, {
      authorization,
      request: requestContext(actor, { requestId, remoteAddress }),
      signal: gone.signal,
    });
    return handler(request, reply);
  };
  fastify.route({ method: ['GET', 'POST'], url: '/graphql/stream', handler: serve });
  return {
    /** Cuts every stream off without a `complete`, so that clients come back to another process. */
    close: () => open.forEach((response) => response.destroy()),
  };
}

const eventStream = 'text/event-stream';

const badRequest = (why = ''): GraphQLError =>
  new GraphQLError(why, { extensions: { code: 'BAD_REQUEST' } });

/** What the protocol's handler takes for another protocol, or waits for in vain. */
function refusalOf({ method, headers, body }: FastifyRequest): [number, string] | undefined {
  if (headers.accept?.includes(eventStream) !== true)
    return [406, `Streams are answered as ${eventStream}: send that as Accept.`];
  const isObject = typeof body === 'object' && body !== null;
  if (method === 'POST' && !isObject) return [400, 'Send a JSON object with a query.'];
  return undefined;
}
