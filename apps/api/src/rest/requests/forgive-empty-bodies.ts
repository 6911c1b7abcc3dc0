import { once } from 'node:events';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ClientLeft } from '../../server/end-requests.js';
import { isRest } from '../answers/send-problem.js';

/**
 * Takes a request that names a type of content, or a body in chunks, and has none for one without: many clients name one in
 * every request, and an action needs no body. Fastify would refuse an empty body as JSON that cannot be read.
 */
export function forgiveEmptyBodies(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', async (request, _reply, payload) => {
    if (isRest(request) && (await isEmpty(request))) forget(request);
    return payload;
  });
}

/** Whether chunks are empty is known once the first, or the end, has come. Rejects with ClientLeft where neither does. */
async function isEmpty({ headers, raw }: FastifyRequest): Promise<boolean> {
  if (headers['transfer-encoding'] === undefined) return (headers['content-length'] ?? '0') === '0';
  if (raw.readableLength === 0 && !raw.complete) await someOf(raw);
  return raw.readableLength === 0;
}

const someOf = (raw: FastifyRequest['raw']): Promise<unknown> =>
  once(raw, 'readable').catch(() => {
    throw new ClientLeft();
  });

function forget({ raw: { headers } }: FastifyRequest): void {
  delete headers['content-type'];
  delete headers['transfer-encoding'];
}
