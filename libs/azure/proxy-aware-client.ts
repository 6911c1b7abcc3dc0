import { EventEmitter } from 'node:events';
import type { ClientRequest } from 'node:http';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient, isRestError } from '@azure/core-rest-pipeline';
import { overYoungConnections } from './young-connections.js';

/** The proxy did not let the request through: nothing was sent to Azure. Names the proxy without its password. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  constructor(
    /** `http://proxy.example:8080` */
    readonly server: string,
    /** What it answered to CONNECT; undefined where it could not be reached. */
    readonly status: number | undefined,
    reason: string,
  ) {
    super(`the proxy ${server} ${reason}`);
  }
}

/** Errors of connecting; where there is a proxy, it is all that this machine connects to. */
const unreachable = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

const refusalCode = 'PROXY_ANSWERED_';
const watched = new WeakSet<EventEmitter>();

type ProxyAgent = EventEmitter & { proxy: URL };

/** The agent that `proxyPolicy` puts on requests where a proxy is to be used. */
function proxyAgentOf({ agent }: PipelineRequest): ProxyAgent | undefined {
  const candidate: unknown = agent;
  if (!(candidate instanceof EventEmitter) || !('proxy' in candidate)) return undefined;
  return candidate.proxy instanceof URL ? (candidate as ProxyAgent) : undefined;
}

/** The agent hands on what a proxy answers to CONNECT as if Azure had said it: a 403 of the proxy's is no refusal of ARM's. */
function endRefused(agent: ProxyAgent): void {
  if (watched.has(agent)) return;
  watched.add(agent);
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
    if (statusCode === 200) return;
    request.destroy(Object.assign(new Error('CONNECT'), { code: `${refusalCode}${statusCode}` }));
  });
}

function asProxyFailure({ proxy }: ProxyAgent, cause: unknown): unknown {
  const code = isRestError(cause) ? (cause.code ?? '') : '';
  const server = `${proxy.protocol}//${proxy.host}`;
  if (code.startsWith(refusalCode)) {
    const status = Number(code.slice(refusalCode.length));
    return new ProxyFailure(server, status, `answered ${status}`);
  }
  if (!unreachable.has(code)) return cause;
  return new ProxyFailure(server, undefined, `could not be reached (${code})`);
}

/** Sends over kept-alive connections, or through the proxy that `proxyPolicy` chose; rejects with ProxyFailure where that fails. */
export function createHttpClient(
  inner: HttpClient = overYoungConnections(createDefaultHttpClient()),
): HttpClient {
  return {
    async sendRequest(request) {
      const agent = proxyAgentOf(request);
      if (!agent) return inner.sendRequest(request);
      endRefused(agent);
      return inner.sendRequest(request).catch((cause: unknown) => {
        throw asProxyFailure(agent, cause);
      });
    },
  };
}
