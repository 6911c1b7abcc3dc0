import * as http from 'node:http';
import type * as https from 'node:https';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { PunctualAgent } from './punctual.js';

/** An idle connection is not used again after this, milliseconds: a hop on the way may have forgotten it. */
const idleMs = 4_000;

/**
 * Sends over kept-alive connections that were in use a moment ago, else over new ones. Where one gives no answer in time
 * the idle ones beside it are closed: they lead through the same hops. A request with an agent of its own keeps it.
 */
export function overYoungConnections(inner: HttpClient): HttpClient {
  const options = { keepAlive: true, timeout: idleMs };
  const agents = { plain: new http.Agent(options), secure: new PunctualAgent(options) };
  return {
    async sendRequest(request) {
      request.agent ??= agentFor(request, agents);
      try {
        return await inner.sendRequest(request);
      } catch (error) {
        if (error instanceof Error && error.name === 'AbortError')
          Object.values(agents).forEach(closeIdle);
        throw error;
      }
    },
  };
}

const agentFor = (
  { url }: PipelineRequest,
  { plain, secure }: { plain: http.Agent; secure: https.Agent },
): http.Agent => (new URL(url).protocol === 'http:' ? plain : secure);

function closeIdle({ freeSockets }: http.Agent): void {
  for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
}
