import type { ClientRequest } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { closeWhereLate } from './punctual.js';

const refusalCode = 'PROXY_ANSWERED_';

/** What a proxy answered to CONNECT, by the code of the error that a request ended with; undefined: it let it through. */
export const proxyAnswerOf = (code: string): number | undefined =>
  code.startsWith(refusalCode) ? Number(code.slice(refusalCode.length)) : undefined;

/** The library hands on what a proxy answers to CONNECT as if Azure had said it: a 403 of the proxy's is no refusal of ARM's. */
function endRefused({ statusCode }: { statusCode: number }, request: ClientRequest): void {
  if (statusCode === 200) return;
  request.destroy(Object.assign(new Error('CONNECT'), { code: `${refusalCode}${statusCode}` }));
}

/** Leads HTTPS through a proxy by CONNECT, and keeps the way open for `idleMs`, so that not every request asks the proxy anew. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  constructor(proxy: URL, idleMs: number) {
    super(proxy, { keepAlive: true });
    // The library forgets the options of the agent that it extends.
    this.options.timeout = idleMs;
    this.on('proxyConnect', endRefused);
  }

  /** The library looks for it in the stack of its caller, and so files a tunnel that is given back where nobody looks for it (findings/kept-tunnels-are-not-found-again.sh). */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    const socket = await super.connect(request, options);
    closeWhereLate(socket, options);
    return socket;
  }
}
