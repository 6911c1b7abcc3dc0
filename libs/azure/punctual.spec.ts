import { once } from 'node:events';
import * as https from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import tls from 'node:tls';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from './proxy-aware-client.js';
import { notAfter } from './punctual.js';

let server: https.Server;
/** As a process that was stopped while it connected: the connection is there when its time has run out. */
let slow: Server;
let heard = 0;

beforeAll(async () => {
  const own = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...{ keyType: 'ec', algorithm: 'sha256' },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), own.cert]);
  server = https.createServer({ key: own.private, cert: own.cert }, (_request, response) => {
    heard += 1;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  slow = createServer((client) => {
    const onward = connect(port, '127.0.0.1');
    client.on('error', () => onward.destroy());
    onward.on('error', () => client.destroy());
    setTimeout(() => client.pipe(onward).pipe(client), 300);
  });
  slow.listen(0, '127.0.0.1');
  await once(slow, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  slow.close();
});

const send = (requestOverrides: Record<string, unknown>) =>
  createHttpClient().sendRequest(
    createPipelineRequest({
      url: `https://localhost:${(slow.address() as AddressInfo).port}/`,
      method: 'DELETE',
      requestOverrides,
    }),
  );

describe('a request', () => {
  it('that is in time is sent', async () => {
    await send(notAfter(30_000));
    expect(heard).toBe(1);
  });

  it('whose time runs out while it connects is not sent', async () => {
    const before = heard;
    await expect(send(notAfter(50))).rejects.toThrow('too late to send anything');
    expect(heard).toBe(before);
  });
});
