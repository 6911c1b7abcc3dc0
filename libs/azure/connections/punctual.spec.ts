import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy } from '../../../test/support/local-proxy.js';
import { startTlsServer } from '../../../test/support/tls-server.js';
import { createHttpClient } from './proxy-aware-client.js';
import { notAfter } from './punctual.js';

let server: Awaited<ReturnType<typeof startTlsServer>>;
let proxy: Awaited<ReturnType<typeof startProxy>>;
/** As a process that was stopped while it connected: the connection is there when its time has run out. */
let slow: Server;
let heard = 0;

beforeAll(async () => {
  server = await startTlsServer((_request, response) => {
    heard += 1;
    response.end('{}');
  });
  slow = createServer((client) => {
    const onward = connect(server.port, '127.0.0.1');
    client.on('error', () => onward.destroy());
    onward.on('error', () => client.destroy());
    setTimeout(() => client.pipe(onward).pipe(client), 300);
  });
  slow.listen(0, '127.0.0.1');
  await once(slow, 'listening');
  proxy = await startProxy();
});
afterAll(() => {
  proxy.stop();
  server.stop();
  slow.close();
});

describe.each([
  ['', false],
  [' through a proxy', true],
])('a request%s', (_through, isProxied) => {
  const send = (requestOverrides: Record<string, unknown>) => {
    const url = `https://localhost:${(slow.address() as AddressInfo).port}/`;
    const request = createPipelineRequest({ url, method: 'DELETE', requestOverrides });
    if (isProxied) request.agent = new HttpsProxyAgent(proxy.url());
    return createHttpClient().sendRequest(request);
  };

  it('that is in time is sent', async () => {
    const before = heard;
    await send(notAfter(30_000));
    expect(heard).toBe(before + 1);
  });

  it('whose time runs out while it connects is not sent', async () => {
    const before = heard;
    await expect(send(notAfter(50))).rejects.toThrow('too late to send anything');
    expect(heard).toBe(before);
  });
});
