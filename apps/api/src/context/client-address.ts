import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';

/**
 * Reads who connected; behind trusted proxies (addresses and networks), whom the last of them names in X-Forwarded-For.
 * What anybody else writes there counts for nothing.
 */
@Injectable()
export class ClientAddresses {
  private readonly isTrusted: (address: string, hop: number) => boolean;

  constructor(@Inject(SETTINGS) { http }: ApiSettings) {
    this.isTrusted = proxyAddr.compile([...http.trustedProxies]);
  }

  /** Whether who connected is a proxy that speaks for others. */
  isProxy({ socket }: IncomingMessage): boolean {
    return this.isTrusted(withoutPort(socket.remoteAddress ?? ''), 0);
  }

  /** The address that a request came from; undefined where its connection is gone. */
  of(request: IncomingMessage): string | undefined {
    const named = proxyAddr(request, (address, hop) => this.isTrusted(withoutPort(address), hop));
    const address = withoutPort(named ?? '');
    return isIP(address) === 0 ? request.socket.remoteAddress : address;
  }
}

/** Azure's Application Gateway writes ports too. */
const withoutPort = (address: string): string =>
  /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(address)?.slice(1).find(Boolean) ?? address;
