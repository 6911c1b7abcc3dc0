import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { print } from 'graphql-sse';

export const eventStream = 'text/event-stream';
export const streamPath = '/graphql/stream';

export const acceptsStream = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes(eventStream) === true;

/** Whether an answer other than an event stream would be taken for a broken connection, and tried again. */
export const wantsStream = (request: FastifyRequest): boolean =>
  request.routeOptions.url === streamPath && acceptsStream(request);

export const streamHeaders = {
  'content-type': `${eventStream}; charset=utf-8`,
  'cache-control': 'no-cache',
};

/** A stream of nothing but these errors: clients of graphql-sse take any other status for a broken connection. */
export const tellAsStream = (reply: FastifyReply, errors: readonly GraphQLError[]): FastifyReply =>
  reply
    .code(200)
    .headers(streamHeaders)
    .send(print({ event: 'next', data: { errors } }) + print({ event: 'complete', data: null }));
