import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDyingHop, type DyingHop } from '../../../test/support/dying-hop.js';
import { startProxy, type ProxyOptions } from '../../../test/support/local-proxy.js';
import { startTlsServer } from '../../../test/support/tls-server.js';
import { createHttpClient } from './proxy-aware-client.js';

const patience = { timeout: 20_000, interval: 50 };

describe('a tunnel through a proxy', () => {
  let server: Awaited<ReturnType<typeof startTlsServer>>;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  /** Between Armature and the proxy. */
  let hop: DyingHop;
  const toStop: (() => unknown)[] = [];

  beforeAll(async () => {
    server = await startTlsServer((_request, response) => setTimeout(() => response.end('{}'), 50));
  });
  afterAll(() => server.stop());
  beforeEach(() => givenProxy({}));
  afterEach(async () => {
    for (const stop of toStop.splice(0).toReversed()) await stop();
  });

  async function givenProxy(options: ProxyOptions) {
    proxy = await startProxy(options);
    hop = await startDyingHop(Number(new URL(proxy.url()).port));
    toStop.push(proxy.stop, hop.stop);
  }

  const client = createHttpClient();
  const ask = (timeoutMs = 10_000) => {
    const request = createPipelineRequest({
      url: `https://localhost:${server.port}/`,
      abortSignal: AbortSignal.timeout(timeoutMs),
    });
    // As `proxyPolicy` leaves it.
    request.agent = new HttpsProxyAgent(hop.through(proxy.url('me:hunter2')));
    return client.sendRequest(request);
  };
  const askMany = () => Promise.all(Array.from({ length: 6 }, () => ask()));

  it('is asked for once, and used by one call after the other', async () => {
    for (const _ of Array.from({ length: 5 })) await ask();
    expect(proxy.asked).toEqual([`localhost:${server.port}`]);
  });

  it('is there for each of those that are under way at once, and kept', async () => {
    await askMany();
    await askMany();
    expect(proxy.asked).toHaveLength(6);
  });

  it('is not kept long enough to die of old age', async () => {
    await askMany();
    expect(hop.openCount()).toBe(6);
    await vi.waitFor(() => expect(hop.openCount()).toBe(0), patience);
  });

  it('that answers no more is closed with the idle ones beside it, and new ones are made', async () => {
    await askMany();
    hop.swallow('open connections');
    await expect(ask(300)).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(hop.openCount()).toBe(0), patience);
    await expect(askMany()).resolves.toHaveLength(6);
  });

  it('is not what a proxy gives that refuses: it is asked again for each call', async () => {
    await givenProxy({ refusesWith: 403 });
    for (const _ of ['first', 'second'])
      await expect(ask()).rejects.toThrow(`${hop.through(proxy.url())} answered 403`);
    expect(proxy.asked).toHaveLength(2);
  });
});
