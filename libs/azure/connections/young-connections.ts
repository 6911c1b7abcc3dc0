import * as http from 'node:http';
import type { Agent, HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { proxyOf } from './proxy-of.js';
import { PunctualAgent } from './punctual.js';
import { TunnelAgent } from './tunnel-agent.js';

/** An idle connection is not used again after this, milliseconds: a hop on the way may have forgotten it. */
const idleMs = 4_000;

/** The agents of one client: each keeps its connections for a moment, but for HTTP through a proxy. */
class YoungAgents {
  private readonly plain = new http.Agent({ keepAlive: true, timeout: idleMs });
  private readonly secure = new PunctualAgent({ keepAlive: true, timeout: idleMs });
  /** By the URL of the proxy. */
  private readonly tunnels = new Map<string, TunnelAgent>();

  /** Through the proxy that `proxyPolicy` chose for it, if any. */
  for(request: PipelineRequest): Agent {
    if (new URL(request.url).protocol === 'http:') return request.agent ?? this.plain;
    const proxy = proxyOf(request);
    return proxy ? this.through(proxy) : this.secure;
  }

  closeIdle(): void {
    for (const { freeSockets } of [this.plain, this.secure, ...this.tunnels.values()])
      for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
  }

  private through(proxy: URL): TunnelAgent {
    const agent = this.tunnels.get(proxy.href) ?? new TunnelAgent(proxy, idleMs);
    this.tunnels.set(proxy.href, agent);
    return agent;
  }
}

/**
 * Sends over connections that were in use a moment ago, else over new ones, through a proxy too. Where one gives no answer in time
 * the idle ones beside it are closed: they lead through the same hops.
 */
export function overYoungConnections(inner: HttpClient): HttpClient {
  const agents = new YoungAgents();
  return {
    async sendRequest(request) {
      request.agent = agents.for(request);
      try {
        return await inner.sendRequest(request);
      } catch (error) {
        if (error instanceof Error && error.name === 'AbortError') agents.closeIdle();
        throw error;
      }
    },
  };
}
