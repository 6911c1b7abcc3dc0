import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/** The oldest operation that may wait before the worker counts as not ready. */
const longestDueSeconds = 60;

/**
 * Answers GET / with 200 or 503 and the age of the oldest operation that wants a worker: readiness is Postgres and
 * that age, not a PING of Redis (reliability-facts, rule 9). `port` 0: any.
 */
export async function startHealthServer(
  port: number,
  oldestDueSeconds: () => Promise<number>,
): Promise<HealthServer> {
  const server = createServer((_request, response) => {
    void oldestDueSeconds()
      .then((seconds) => ({ ready: seconds < longestDueSeconds, oldestDueSeconds: seconds }))
      .catch(() => ({ ready: false, problem: 'the database does not answer' }))
      .then((state) => {
        response.writeHead(state.ready ? 200 : 503, { 'content-type': 'application/json' });
        response.end(JSON.stringify(state));
      });
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
