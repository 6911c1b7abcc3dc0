import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { actorOf, requestContext } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { isDocument, prepareDocument } from './prepare-document.js';
import { createStreamExecution, type StreamDependencies } from './run-stream.js';
import type { StreamClient } from './stream-client.js';

/** Subscriptions over server-sent events at /graphql/stream, one connection each; nobody gets past the header. */
export function serveSse(
  fastify: FastifyInstance,
  deps: ApiDependencies & StreamDependencies,
  schema: () => GraphQLSchema,
): void {
  const clients = new WeakMap<object, StreamClient>();
  const handler = createHandler({
    ...createStreamExecution(deps),
    onSubscribe: (request, { query, operationName, variables }) => {
      const document = prepareDocument(schema(), { query, variables });
      if (!isDocument(document)) {
        const errors = document.map((error) => deps.formatError(error.toJSON(), error));
        return [JSON.stringify({ errors }), { status: 400, statusText: 'Bad Request' }];
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
  fastify.all('/graphql/stream', async (request, reply) => {
    const { authorization } = request.headers;
    const actor = await actorOf(deps.authenticate, authorization);
    if (!actor) {
      const message = 'Send an API key: Authorization: Bearer …';
      return reply
        .code(401)
        .send({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    const { id: requestId, ip: remoteAddress } = request;
    clients.set(request, {
      authorization,
      request: requestContext(actor, { requestId, remoteAddress }),
      signal: goneSignal(request, reply.raw),
    });
    return handler(request, reply);
  });
}

function goneSignal(
  request: FastifyRequest,
  response: { once(event: 'close', listener: () => void): unknown },
): AbortSignal {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  response.once('close', () => gone.abort());
  return gone.signal;
}
