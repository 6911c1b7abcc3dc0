import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRest } from '../answers/send-problem.js';

const isEmpty = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';

/**
 * Takes a request that names a type of content and has none for one without: many clients name one in every request, and
 * an action needs no body. Fastify would refuse an empty body as JSON that cannot be read.
 */
export function forgiveEmptyBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (isRest(request) && isEmpty(request)) delete request.raw.headers['content-type'];
    done();
  });
}
