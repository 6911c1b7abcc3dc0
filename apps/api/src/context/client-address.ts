import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** The address that a request came from; undefined where its connection is gone. */
export type ReadClientAddress = (request: IncomingMessage) => string | undefined;

/**
 * Reads who connected; behind `trusted` proxies (addresses and networks), whom the last of them names in X-Forwarded-For.
 * What anybody else writes there counts for nothing.
 */
export function createAddressReader(trusted: readonly string[]): ReadClientAddress {
  const isTrusted = proxyAddr.compile([...trusted]);
  return (request) => {
    const named = proxyAddr(request, (address, hop) => isTrusted(withoutPort(address), hop));
    const address = withoutPort(named ?? '');
    return isIP(address) === 0 ? request.socket.remoteAddress : address;
  };
}

/** Azure's Application Gateway writes ports too. */
const withoutPort = (address: string): string =>
  /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(address)?.slice(1).find(Boolean) ?? address;
