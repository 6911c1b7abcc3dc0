import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDyingHop, type DyingHop } from '../../../test/support/dying-hop.js';
import { createHttpClient } from './proxy-aware-client.js';

const patience = { timeout: 20_000, interval: 50 };

describe('a connection to Azure that is acknowledged and never answered', () => {
  let server: Server;
  let hop: DyingHop;
  let answer: (response: ServerResponse) => void;
  const client = createHttpClient();

  beforeEach(async () => {
    answer = (response) => void response.end('{}');
    server = createServer((_request, response) => setTimeout(() => answer(response), 50));
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    hop = await startDyingHop((server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await hop.stop();
    server.closeAllConnections();
    server.close();
  });

  const ask = (timeoutMs = 10_000) =>
    client.sendRequest(
      createPipelineRequest({
        url: `http://127.0.0.1:${hop.port}/`,
        allowInsecureConnection: true,
        abortSignal: AbortSignal.timeout(timeoutMs),
      }),
    );
  const askMany = () => Promise.all(Array.from({ length: 6 }, () => ask()));

  it('is closed with the idle ones beside it, and new ones are used', async () => {
    await askMany();
    hop.swallow('open connections');
    await expect(ask(300)).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(hop.openCount()).toBe(0), patience);
    await expect(askMany()).resolves.toHaveLength(6);
  });

  it('is closed too where the head of an answer came, and its body never', async () => {
    answer = (response) => void response.writeHead(200, { 'content-length': 100 }).write('{');
    await expect(ask(300)).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(hop.openCount()).toBe(0), patience);
  });

  it('is not kept long enough to die of old age', async () => {
    await askMany();
    expect(hop.openCount()).toBe(6);
    await vi.waitFor(() => expect(hop.openCount()).toBe(0), patience);
  });
});
