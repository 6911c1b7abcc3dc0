import {
  Catch,
  HttpException,
  Inject,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { FORMAT_ERROR, type FormatError, sayError } from '../errors/format-error.js';
import { unavailableHttp } from '../errors/unavailable.js';
import { requestIds } from '../context/request-ids.js';
import { tellAsStream, wantsStream } from '../subscriptions/tell-as-stream.js';
import { isRest, sendFailure } from '../rest/answers/send-problem.js';
import { limits } from './limits.js';

/** What went wrong with a request before any resolver, or any route, had it; in words that repeat nothing of it. */
const wordsFor: ReadonlyMap<number, readonly [code: string, message: string]> = new Map([
  [400, ['BAD_REQUEST', 'Send a JSON object: the body, or the address, cannot be read.']],
  [404, ['NOT_FOUND', 'There is nothing at this address. GraphQL is at /graphql.']],
  [413, ['BAD_REQUEST', `The body is larger than ${limits.bodyBytes} bytes.`]],
  [414, ['BAD_REQUEST', 'The address is too long: send a POST.']],
  [415, ['BAD_REQUEST', 'Send application/json.']],
]);

/** Answers with a list of errors, as GraphQL does. */
export function answerFailure(
  formatError: FormatError,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
  cause?: unknown,
): FastifyReply {
  if (isRest(request)) return sendFailure(formatError, status, request, reply, cause);
  const words = status < 500 ? (wordsFor.get(status) ?? wordsFor.get(400)) : undefined;
  const [code, message] = words ?? [undefined, ''];
  const error = new GraphQLError(message, { extensions: { code } });
  const errors = requestIds.run(request.id, () => [sayError(formatError, error, cause ?? error)]);
  // What is broken here can be tried again, and that is what those clients do with a status.
  if (words && wantsStream(request)) return tellAsStream(reply, errors);
  const away = unavailableHttp([cause]);
  away?.headers.forEach((value, name) => void reply.header(name, value));
  const wanted = request.headers.accept ?? '';
  const type = wanted.includes(graphqlJson) ? graphqlJson : 'application/json';
  return reply
    .code(words ? status : (away?.status ?? 500))
    .header('content-type', `${type}; charset=utf-8`)
    .send(JSON.stringify({ errors }));
}

export const graphqlJson = 'application/graphql-response+json';

/** The options of a route that is Fastify's own: what it throws is answered as everywhere. */
export const answeringFailures = (formatError: FormatError) => ({
  errorHandler: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    void answerFailure(formatError, error.statusCode ?? 500, request, reply, error),
});

/** An answer other than 200 in a route's own words: it is sent as it is. */
export class Answered extends HttpException {}

/** Nest asks it for every exception that nothing else answers; those of resolvers are GraphQL's. */
@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(@Inject(FORMAT_ERROR) private readonly formatError: FormatError) {}

  catch(exception: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() !== 'http') return exception;
    const http = host.switchToHttp();
    const status = exception instanceof HttpException ? exception.getStatus() : 500;
    const reply = http.getResponse<FastifyReply>();
    if (exception instanceof Answered && !isRest(http.getRequest()))
      return reply.code(status).send(exception.getResponse());
    return answerFailure(this.formatError, status, http.getRequest(), reply, exception);
  }
}
