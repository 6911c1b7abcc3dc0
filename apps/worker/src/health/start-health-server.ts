import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readReadiness, type Health } from './read-readiness.js';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Answers GET as orchestrators ask. /healthz: 200 as long as this process answers at all, because a restart mends neither a
 * database that is away nor a secret that is wrong; a worker that is wedged ends itself. /readyz: 200 where this
 * worker can do its work, else 503 and why not. `port` 0: any.
 */
export async function startHealthServer(port: number, health: Health): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') answer(response, 200, { status: 'ok' });
    else if (path === '/readyz') void answerReadiness(response, health);
    else answer(response, 404, { problem: 'Ask for /healthz or /readyz.' });
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answerReadiness(response: ServerResponse, health: Health): Promise<void> {
  const readiness = await readReadiness(health);
  answer(response, readiness.ready ? 200 : 503, readiness);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
