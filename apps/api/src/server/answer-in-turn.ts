import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * HTTP/1.1 lets a client send requests without waiting for their answers (pipelining, RFC 9112 section 9.3.2). Each waits
 * here until the one before it on its connection is answered: one connection is one request at a time. Node closes the
 * responses of all with their connection, and Fastify then runs none of them.
 */
export function answerInTurn(fastify: FastifyInstance): void {
  const answered = new WeakMap<Socket, Promise<void>>();
  fastify.addHook('onRequest', async ({ raw: { socket } }, reply) => {
    const before = answered.get(socket);
    const { promise, resolve } = Promise.withResolvers<void>();
    answered.set(socket, promise);
    reply.raw.once('close', resolve);
    await before;
  });
}
