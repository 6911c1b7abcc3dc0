import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { actorOf, requestContext, type GraphqlContext } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { boundDocument } from '../server/limits.js';
import { parse, specifiedRules, validate, type ExecutionArgs } from 'graphql';
import { limits } from '../server/limits.js';

type Context = GraphqlContext & Record<PropertyKey, unknown>;

/** Subscriptions over server-sent events at /graphql/stream, one connection each; nobody gets past the header. */
export function serveSse(
  fastify: FastifyInstance,
  deps: ApiDependencies,
  schema: () => GraphQLSchema,
): void {
  const contexts = new WeakMap<object, Context>();
  const handler = createHandler<Context>({
    onSubscribe: (request, { query, operationName, variables }) => {
      const document = parse(query, { maxTokens: limits.tokens });
      const errors = validate(schema(), document, [...specifiedRules, boundDocument]);
      if (errors.length > 0)
        return [JSON.stringify({ errors }), { status: 400, statusText: 'Bad Request' }];
      const args: ExecutionArgs = {
        schema: schema(),
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
        contextValue: contexts.get(request.raw),
      };
      return args as never;
    },
  });
  fastify.all('/graphql/stream', async (request, reply) => {
    const actor = await actorOf(deps.authenticate, request.headers.authorization);
    if (!actor)
      return reply
        .code(401)
        .send({ errors: [{ message: 'Send an API key: Authorization: Bearer …' }] });
    const gone = new AbortController();
    request.raw.socket.once('close', () => gone.abort());
    reply.raw.once('close', () => gone.abort());
    contexts.set(request, {
      request: requestContext(actor, { requestId: request.id, remoteAddress: request.ip }),
      signal: gone.signal,
    });
    return handler(request, reply);
  });
}
