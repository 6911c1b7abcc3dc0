import type { FastifyInstance } from 'fastify';
import type { Log } from '#libs/log';

/** Health is asked every few seconds and says nothing new. */
const isHealth = (path: string): boolean => path === '/healthz' || path === '/readyz';

/**
 * One line for every answer: the request's id as in the audit trail, and the route, where there is one; never its
 * address, body or headers, which hold what clients give.
 */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const path = request.routeOptions.url ?? 'none';
    if (!isHealth(path)) {
      const { method, id: requestId } = request;
      const durationMs = Math.round(reply.elapsedTime * 10) / 10;
      log.info({ requestId, method, path, status: reply.statusCode, durationMs }, 'answered');
    }
    done();
  });
}
