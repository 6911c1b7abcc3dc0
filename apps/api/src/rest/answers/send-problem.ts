import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { requestIds } from '../../context/request-ids.js';
import { type FormatError, sayError } from '../../errors/format-error.js';
import { refusalsOfError, type Refusal } from '../../channels/refusal.js';
import type { RequestRefusal } from '../requests/read-query.js';
import { allowedAt } from '../routes/allowed-at.js';
import { pathOf } from '../routes/path-of.js';
import type { Route } from '../routes/route.js';
import { problemOf } from './problem.js';

export const problemType = 'application/problem+json';

/** Whether an address is one of REST's. */
export const isRest = ({ url }: Pick<FastifyRequest, 'url'>): boolean =>
  /^\/v1(?:\/|$)/.test(pathOf(url));

/** When too many requests may be fewer. */
const usualRetrySeconds = 1;

/** Answers why it is not done, as RFC 9457 says. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  refusals: readonly RequestRefusal[],
  of: { route?: Route | undefined; status?: number } = {},
): FastifyReply {
  const problem = problemOf(refusals, { ...of, requestId: request.id });
  const { status } = problem;
  const retry = refusals.find((one) => one.retryAfterSeconds !== undefined)?.retryAfterSeconds;
  const isBusy = status === 429 || refusals.some(({ code }) => code === 'IDEMPOTENCY_KEY_IN_USE');
  if (retry !== undefined || isBusy || status === 503)
    void reply.header('retry-after', retry ?? usualRetrySeconds);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (status === 415)
    void reply.header(request.method === 'PATCH' ? 'accept-patch' : 'accept', 'application/json');
  return reply
    .code(status)
    .headers({ 'content-type': problemType, 'cache-control': 'no-store' })
    .send(JSON.stringify(problem));
}

const words: ReadonlyMap<number, readonly [code: string, message: string]> = new Map([
  [400, ['BAD_REQUEST', 'The body, or the address, cannot be read: send a JSON object.']],
  [401, ['UNAUTHENTICATED', 'Send an API key or an Entra ID token: Authorization: Bearer …']],
  [404, ['NOT_FOUND', 'There is nothing at this address: /v1/openapi.json says what there is.']],
  [413, ['BAD_REQUEST', 'The body is larger than one may be.']],
  [414, ['BAD_REQUEST', 'The address is too long.']],
  [415, ['BAD_REQUEST', 'Send application/json.']],
]);

/** What went wrong with a request before its route had it, or in it, as a problem; what is broken here is logged. */
export function sendFailure(
  formatError: FormatError,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
  cause?: unknown,
): FastifyReply {
  const allowed = status === 404 ? allowedAt(request.url) : [];
  if (allowed.length > 0 && request.method === 'OPTIONS') return reply.code(204).send();
  if (allowed.length > 0 && !allowed.includes(request.method))
    return sendOtherMethods(request, reply, allowed);
  const known = status < 500 ? (words.get(status) ?? words.get(400)) : undefined;
  if (known)
    return sendProblem(request, reply, [{ code: known[0], message: known[1] }], { status });
  return sendProblem(request, reply, refusalsBehind(formatError, request, cause));
}

function sendOtherMethods(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: readonly string[],
): FastifyReply {
  void reply.header('allow', allowed.join(', '));
  const message = `This address takes ${allowed.join(', ')}.`;
  return sendProblem(request, reply, [{ code: 'BAD_REQUEST', message }], { status: 405 });
}

function refusalsBehind(
  formatError: FormatError,
  { id }: FastifyRequest,
  cause: unknown,
): readonly Refusal[] {
  const error = cause instanceof GraphQLError ? cause : new GraphQLError('');
  return requestIds.run(id, () => refusalsOfError(error, sayError(formatError, error, cause)));
}
