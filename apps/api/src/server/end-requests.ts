import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endingWith } from '#libs/database';
import { streamPath } from '../subscriptions/tell-as-stream.js';

/** A request took longer than any may. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';

  constructor(readonly seconds: number) {
    super(`a request took longer than ${seconds} s`);
  }
}

const signals = new WeakMap<FastifyRequest['raw'], AbortSignal>();

/** Aborted once the client of a request is gone, or the request has taken too long: reads end then. */
export const signalOf = ({ raw }: FastifyRequest): AbortSignal =>
  signals.get(raw) ?? new AbortController().signal;

/** Ends what a request reads when its client leaves, and after `deadlineSeconds`, but for streams, which last. */
export function endRequests(fastify: FastifyInstance, deadlineSeconds: number): void {
  // Once the body is read: what reads it knows nothing of the request.
  fastify.addHook('preValidation', (request, reply, done) => {
    const over = new AbortController();
    signals.set(request.raw, over.signal);
    const late = (): void => over.abort(new DeadlinePassed(deadlineSeconds));
    const timer = request.url.startsWith(streamPath)
      ? undefined
      : setTimeout(late, deadlineSeconds * 1_000);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      if (!reply.raw.writableFinished) over.abort(new Error('the client left'));
    });
    endingWith(over.signal, done);
  });
}
