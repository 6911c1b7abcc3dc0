import type { HttpClient } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient, isRestError } from '@azure/core-rest-pipeline';
import { proxyOf } from './proxy-of.js';
import { proxyAnswerOf } from './tunnel-agent.js';
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
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function asProxyFailure({ protocol, host }: URL, cause: unknown): unknown {
  const code = isRestError(cause) ? (cause.code ?? '') : '';
  const server = `${protocol}//${host}`;
  const status = proxyAnswerOf(code);
  if (status !== undefined) return new ProxyFailure(server, status, `answered ${status}`);
  if (!unreachable.has(code)) return cause;
  return new ProxyFailure(server, undefined, `could not be reached (${code})`);
}

/** Sends over kept-alive connections, or through the proxy that `proxyPolicy` chose; rejects with ProxyFailure where that fails. */
export function createHttpClient(
  inner: HttpClient = overYoungConnections(createDefaultHttpClient()),
): HttpClient {
  return {
    async sendRequest(request) {
      const proxy = proxyOf(request);
      if (!proxy) return inner.sendRequest(request);
      return inner.sendRequest(request).catch((cause: unknown) => {
        throw asProxyFailure(proxy, cause);
      });
    },
  };
}
