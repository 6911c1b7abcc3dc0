import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** What the page may load: its own files, and styles that its editor writes itself. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * GraphiQL at GET /graphql for whoever accepts HTML and sends no query, its files at /graphiql/; `folder` is what
 * `npm run build` made of apps/api/browser. Throws where that was not built.
 */
export async function serveGraphiql(fastify: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html')))
    throw new Error(`${folder} is missing: run \`npm run build\` first.`);
  await fastify.register(fastifyStatic, {
    root: folder,
    prefix: '/graphiql/',
    index: false,
    immutable: true,
    maxAge: '1y',
    setHeaders: (reply) => void reply.headers(headers),
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const wantsPage = request.headers.accept?.includes('text/html') === true;
    if (request.method !== 'GET' || request.url !== '/graphql' || !wantsPage) return done();
    return reply.sendFile('index.html', { immutable: false, maxAge: 0 });
  });
}
