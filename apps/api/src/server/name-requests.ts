import type { FastifyInstance } from 'fastify';
import { requestIds } from '../context/request-ids.js';

export const requestIdHeader = 'x-request-id';

/** Every answer names its request as the audit trail and the log do. */
export function nameRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(requestIdHeader, request.id);
    done();
  });
  // Once the body is read: what reads it knows nothing of the request.
  fastify.addHook('preValidation', (request, _reply, done) => requestIds.run(request.id, done));
}
