import type { FastifyInstance } from 'fastify';
import { isRest } from '../answers/send-problem.js';
import { allowedAt } from '../routes/allowed-at.js';

/** Tells whoever asks by OPTIONS what an address takes, also where pages of other origins may ask and CORS answers them. */
export function tellMethods(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const allowed = request.method === 'OPTIONS' && isRest(request) ? allowedAt(request.url) : [];
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    done(null, payload);
  });
}
