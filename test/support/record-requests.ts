import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const channel = 'http.server.request.start';

/** Every request that servers in this process get from now on: its first line and its headers; what they
 * identify themselves with apart. */
export function recordRequests() {
  const requests: string[] = [];
  const tokens = new Set<string>();
  const record = (message: unknown): void => {
    const { method, url, headers } = (message as { request: IncomingMessage }).request;
    const { authorization, 'x-identity-header': _identity, ...others } = headers;
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
    if (token) tokens.add(token);
    requests.push(`${method} ${url} ${JSON.stringify(others)}`);
  };
  subscribe(channel, record);
  return { requests, tokens, stop: (): void => void unsubscribe(channel, record) };
}
