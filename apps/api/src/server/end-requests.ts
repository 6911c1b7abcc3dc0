import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endingWith } from '#libs/database';
import { readWait } from '../rest/requests/read-headers.js';
import { streamPath } from '../subscriptions/tell-as-stream.js';

/** A request took longer than any may. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';

  constructor(readonly seconds: number) {
    super(`a request took longer than ${seconds} s`);
  }
}

/** Nobody is there to be answered. */
export class ClientLeft extends Error {
  override readonly name = 'ClientLeft';

  constructor() {
    super('the client left');
  }
}

/** Aborts with DeadlinePassed after so many seconds; answers what to call where it is over before. */
export function abortLate(over: AbortController, seconds: number): () => void {
  const late = (): void => over.abort(new DeadlinePassed(seconds));
  const timer = setTimeout(late, seconds * 1_000);
  return () => clearTimeout(timer);
}

const signals = new WeakMap<FastifyRequest['raw'], AbortSignal>();

/** Aborted once the client of a request is gone, or the request has taken too long: reads end then. */
export const signalOf = ({ raw }: FastifyRequest): AbortSignal =>
  signals.get(raw) ?? new AbortController().signal;

const operationPath = '/v1/operations/:id';
const streamPaths: readonly unknown[] = [streamPath, `${operationPath}/events`];

const isStream = ({ routeOptions }: FastifyRequest): boolean =>
  streamPaths.includes(routeOptions.url);

/** Seconds that a client wants an operation to be waited for. */
const waitOf = ({ headers, method, routeOptions }: FastifyRequest): number =>
  method === 'GET' && routeOptions.url === operationPath ? (readWait(headers['prefer']) ?? 0) : 0;

/** Ends what a request reads when its client leaves, and after `deadlineSeconds`; streams last, and what they run has an end of its own. */
export function endRequests(fastify: FastifyInstance, deadlineSeconds: number): void {
  // Once the body is read: what reads it knows nothing of the request.
  fastify.addHook('preValidation', (request, reply, done) => {
    const over = new AbortController();
    signals.set(request.raw, over.signal);
    const stopClock = isStream(request)
      ? undefined
      : abortLate(over, deadlineSeconds + waitOf(request));
    reply.raw.once('close', () => {
      stopClock?.();
      if (!reply.raw.writableFinished) over.abort(new ClientLeft());
    });
    endingWith(over.signal, done);
  });
}
