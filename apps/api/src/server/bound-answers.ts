import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { requestIds } from '../context/request-ids.js';
import { sayError, type FormatError } from '../errors/format-error.js';
import { refusalsOfError } from '../channels/refusal.js';
import { problemOf } from '../rest/answers/problem.js';
import { isRest, problemType } from '../rest/answers/send-problem.js';
import { graphqlJson } from './answer-failures.js';
import { letGoOfIdleReader, sendingOf } from './let-go.js';
import { limits } from './limits.js';

/** Answers are bounded in bytes, and given to those who read them. */
export function boundAnswers(fastify: FastifyInstance, formatError: FormatError): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.raw.once('close', letGoOfIdleReader(sendingOf(reply.raw)));
    const refused =
      typeof payload === 'string' ? refuseLarge(Buffer.byteLength(payload)) : undefined;
    if (!refused) return done(null, payload);
    if (isRest(request)) {
      const problem = problemOf(refusalsOfError(refused, refused), { requestId: request.id });
      void reply.removeHeader('content-length').code(problem.status).type(problemType);
      return done(null, JSON.stringify(problem));
    }
    const errors = requestIds.run(request.id, () => [sayError(formatError, refused)]);
    // As other errors of a document (GraphQL over HTTP, "watershed").
    const type = String(reply.getHeader('content-type'));
    void reply.removeHeader('content-length').code(type.startsWith(graphqlJson) ? 400 : 200);
    done(null, JSON.stringify({ errors }));
  });
}

/** Why an answer of so many bytes is not sent: ANSWER_TOO_LARGE. Undefined where it may be. */
export const refuseLarge = (bytes: number): GraphQLError | undefined =>
  bytes > limits.answerBytes ? tooLarge(bytes) : undefined;

const tooLarge = (bytes: number): GraphQLError =>
  new GraphQLError(
    `The answer would have ${bytes} bytes; ${limits.answerBytes} are the most. Ask for smaller pages or fewer fields. What a mutation was asked for is done.`,
    { extensions: { code: 'ANSWER_TOO_LARGE' } },
  );
