import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AzureProblem } from '#libs/azure';
import { isAnswering } from '#libs/database';
import { isStuck, readUndelivered, type Undelivered } from '#libs/outbox';
import type { ReadClientAddress } from '../context/client-address.js';
import { actorOf, requestContext } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import type { FormatError } from '../errors/format-error.js';
import { findOperation } from '../graphql/reader.js';
import { parseGlobalId } from '#libs/verbs';
import { answeringFailures } from '../server/answer-failures.js';
import { signalOf } from '../server/end-requests.js';

/** Health for orchestrators, and operations for clients that poll. */
export function registerRest(
  fastify: FastifyInstance,
  deps: ApiDependencies & { readClientAddress: ReadClientAddress; formatError: FormatError },
): void {
  fastify.get('/healthz', () => ({ status: 'ok' }));

  fastify.get('/readyz', async (_request, reply) => {
    const { pool } = deps.database;
    if (!(await isAnswering(pool))) return noDatabase(reply);
    try {
      return readiness(await readUndelivered(pool), deps.azureProblems?.() ?? []);
    } catch {
      // The pool reports lost connections itself; here only the answer counts.
      return noDatabase(reply);
    }
  });

  const options = answeringFailures(deps.formatError);
  fastify.get<{ Params: { id: string } }>('/operations/:id', options, async (request, reply) => {
    const actor = await actorOf(deps.authenticate, request.headers.authorization);
    if (!actor) return reply.code(401).send({ error: { code: 'UNAUTHENTICATED' } });
    const context = {
      request: requestContext(
        actor,
        { requestId: request.id, remoteAddress: deps.readClientAddress(request.raw) },
        'rest',
      ),
      signal: signalOf(request),
    };
    const parsed = parseGlobalId(request.params.id);
    const id = parsed?.type === 'Operation' ? parsed.id : '';
    const operation = await findOperation(deps, context, id);
    if (!operation) return reply.code(404).send({ error: { code: 'NOT_FOUND' } });
    if (operation.retryAfterSeconds !== undefined)
      reply.header('retry-after', operation.retryAfterSeconds);
    const { kind, status, targetName, steps, progress, error, createdAt, completedAt } = operation;
    const shown = steps.map(({ submitting: _submitting, ...step }) => step);
    return {
      id: operation.id,
      kind,
      status,
      targetName,
      steps: shown,
      progress,
      error,
      createdAt,
      completedAt,
    };
  });
}

const noDatabase = (reply: FastifyReply): FastifyReply =>
  reply.code(503).send({ status: 'no database' });

/**
 * Without Azure the API answers everything but what it asks of Azure live, and takes mutations, which wait for a worker;
 * the same without workers, or with a queue that takes no reminders. It is ready, and says what is wrong: taken out of
 * rotation it would answer nothing at all.
 */
function readiness(undelivered: Undelivered, problems: readonly AzureProblem[]) {
  const azure = problems.map(({ code, message, remedy }) => ({ code, message, remedy }));
  const stuck = isStuck(undelivered);
  if (!stuck && azure.length === 0) return { status: 'ok' };
  return {
    status: stuck ? 'mutations wait: reminders do not reach the queue' : 'without Azure',
    ...(stuck && { undelivered }),
    ...(azure.length > 0 && { azure }),
  };
}
