import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { requestIds } from '../context/request-ids.js';
import { sayError, type FormatError } from '../errors/format-error.js';
import { unavailableHttp } from '../errors/unavailable.js';
import { limits } from '../server/limits.js';

/** Codes of JSON-RPC 2.0, section 5.1; -32000 is for whatever HTTP says by its status. */
const [parseError, invalidRequest, internalError, serverError] = [
  -32_700, -32_600, -32_603, -32_000,
];

/** What went wrong before the protocol had the request, in words that repeat nothing of it. */
const words: ReadonlyMap<number, readonly [code: number, message: string]> = new Map([
  [400, [parseError, 'The body is not JSON that can be read.']],
  [413, [serverError, `The body is larger than ${limits.bodyBytes} bytes.`]],
  [415, [serverError, 'Send application/json.']],
]);

/** Answers with an error of JSON-RPC, which clients of the protocol show; `data.code` is what every way in says. */
export const tell = (
  reply: FastifyReply,
  status: number,
  { code = serverError, message, data }: { code?: number; message: string; data?: object },
): FastifyReply =>
  reply.code(status).send({ jsonrpc: '2.0', id: null, error: { code, message, data } });

export const batchRefused = {
  code: invalidRequest,
  message: 'Send one message at a time: the protocol has no batches.',
  data: { code: 'BAD_REQUEST' },
};

/** What the route throws, and what Fastify throws before it. */
export const tellFailure =
  (formatError: FormatError) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const { statusCode = 500 } = error;
    const known = statusCode < 500 ? (words.get(statusCode) ?? words.get(400)) : undefined;
    if (known) {
      const [code, message] = known;
      return void tell(reply, statusCode, { code, message, data: { code: 'BAD_REQUEST' } });
    }
    const { message, extensions } = requestIds.run(request.id, () =>
      sayError(formatError, new GraphQLError(''), error),
    );
    const away = unavailableHttp([error]);
    away?.headers.forEach((value, name) => void reply.header(name, value));
    tell(reply, away?.status ?? 500, { code: internalError, message, data: extensions });
  };
