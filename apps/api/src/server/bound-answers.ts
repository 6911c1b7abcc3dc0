import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { requestIds } from '../context/request-ids.js';
import { sayError, type FormatError } from '../errors/format-error.js';
import { letGoOfIdleReader, sendingOf } from './let-go.js';
import { limits } from './limits.js';

/** Answers are bounded in bytes, and given to those who read them. */
export function boundAnswers(fastify: FastifyInstance, formatError: FormatError): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.raw.once('close', letGoOfIdleReader(sendingOf(reply.raw)));
    const bytes = typeof payload === 'string' ? Buffer.byteLength(payload) : 0;
    if (bytes <= limits.answerBytes) return done(null, payload);
    const errors = requestIds.run(request.id, () => [sayError(formatError, tooLarge(bytes))]);
    void reply.removeHeader('content-length').code(500);
    done(null, JSON.stringify({ errors }));
  });
}

const tooLarge = (bytes: number): GraphQLError =>
  new GraphQLError(
    `The answer would have ${bytes} bytes; ${limits.answerBytes} are the most. Ask for smaller pages or fewer fields. What a mutation was asked for is done.`,
    { extensions: { code: 'ANSWER_TOO_LARGE' } },
  );
