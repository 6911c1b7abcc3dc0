import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AzureProblem } from '#libs/azure';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

export interface Health {
  /** The age of the oldest operation that wants a worker, seconds. Rejects where the database does not answer. */
  oldestDueSeconds(): Promise<number>;
  azureProblems(): AzureProblem[];
}

/** The oldest operation that may wait before the worker counts as not ready. */
const longestDueSeconds = 60;

/**
 * Answers GET with 200 or 503 and the age of the oldest operation that wants a worker: health is Postgres and that age,
 * not a PING of Redis (reliability-facts, rule 9). Readiness (/readyz) is also that Azure takes
 * the credential and the subscription, and says why not: restarting the worker mends neither. `port` 0: any.
 */
export async function startHealthServer(port: number, health: Health): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const azure = request.url?.startsWith('/readyz') ? health.azureProblems() : [];
    void stateOf(health, azure).then((state) => {
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

async function stateOf({ oldestDueSeconds }: Health, azure: AzureProblem[]) {
  try {
    const seconds = await oldestDueSeconds();
    const ready = seconds < longestDueSeconds && azure.length === 0;
    return {
      ready,
      oldestDueSeconds: seconds,
      ...(azure.length > 0 && { azure: azure.map(shown) }),
    };
  } catch {
    return { ready: false, problem: 'the database does not answer' };
  }
}

const shown = ({ code, message, remedy }: AzureProblem) => ({ code, message, remedy });
