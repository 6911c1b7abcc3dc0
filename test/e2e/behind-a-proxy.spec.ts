import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { application, startDayOne, type DayOne } from '../support/day-one.js';
import { startPrivateTls, startProxy, type ProxyOptions } from '../support/local-proxy.js';

let day: DayOne;
const toStop: (() => unknown)[] = [];
beforeAll(async () => {
  day = await startDayOne();
});
afterAll(() => day?.stop());
afterEach(async () => {
  for (const stop of toStop.splice(0)) await stop();
});

const soon = { timeout: 40_000, interval: 200 };
const ready = { status: 200, azure: [] };

async function givenProxy(options: ProxyOptions = {}) {
  const proxy = await startProxy(options);
  toStop.push(proxy.stop);
  return proxy;
}

async function startWorker(environment: Record<string, string>) {
  const worker = await day.startWorker({ ...application, ...day.entra, ...environment });
  toStop.unshift(worker.stop);
  return worker;
}

/** Until Azure was asked for the subscription, whatever came of it. */
const tokens = () => day.tokenRequests();

describe('behind a proxy', () => {
  it('ARM and Entra ID are both reached through it alone, with its password told to nobody', async () => {
    const proxy = await givenProxy({ wants: 'me:hunter2' });
    const worker = await startWorker({ HTTPS_PROXY: proxy.url('me:hunter2') });
    const { host } = new URL(day.azure.armEndpoint);
    await expect.poll(() => proxy.asked.length, soon).toBeGreaterThan(1);
    await expect.poll(worker.ready, soon).toMatchObject(ready);
    expect(new Set(proxy.asked)).toEqual(new Set([host]));
    const log = await worker.log();
    expect(log).toContain(proxy.url());
    expect(log).not.toContain('hunter2');
  });

  it.each([['127.0.0.1'], ['.example,127.0.0.1']])(
    'NO_PROXY=%s is reached without it',
    async (exceptions) => {
      const proxy = await givenProxy();
      const before = await tokens();
      const worker = await startWorker({ https_proxy: proxy.url(), no_proxy: exceptions });
      await expect.poll(tokens, soon).toBeGreaterThan(before);
      await expect.poll(worker.ready, soon).toMatchObject(ready);
      expect(proxy.asked).toEqual([]);
    },
  );

  it('a managed identity is asked beside it, and ARM through it', async () => {
    const proxy = await givenProxy();
    const before = await tokens();
    const settings = { AZURE_CLIENT_SECRET: '', AZURE_TENANT_ID: '', HTTPS_PROXY: proxy.url() };
    const worker = await startWorker(settings);
    await expect.poll(() => proxy.asked.length, soon).toBeGreaterThan(0);
    expect(await tokens()).toBeGreaterThan(before);
    expect(new Set(proxy.asked)).toEqual(new Set([new URL(day.azure.armEndpoint).host]));
    await expect.poll(worker.ready, soon).toMatchObject(ready);
  });

  it.each([
    ['wants a password', { wants: 'me:hunter2' }, 'ProxyAuthenticationRequired', 'answered 407'],
    ['refuses', { refusesWith: 403 }, 'ProxyRefused', 'answered 403'],
  ])('a proxy that %s is told as that', async (_what, options, code, words) => {
    const proxy = await givenProxy(options);
    const worker = await startWorker({ HTTPS_PROXY: proxy.url('me:swordfish') });
    const told = expect.objectContaining({
      code,
      message: expect.stringContaining(words) as string,
    }) as unknown;
    await expect.poll(worker.ready, soon).toMatchObject({ status: 503, azure: [told] });
    expect(`${(await worker.ready()).text}${await worker.log()}`).not.toContain('swordfish');
  });

  it('a proxy that is not there, or refuses ARM alone, fails no operation', async () => {
    const gone = await startProxy();
    gone.stop();
    const worker = await startWorker({
      AZURE_CLIENT_SECRET: '',
      AZURE_TENANT_ID: '',
      HTTPS_PROXY: gone.url('me:hunter2'),
    });
    const api = await day.startApi({});
    toStop.unshift(api.stop);
    const id = await api.createGroup('behind');
    const message = async () => (await api.operation(id)).steps[0]?.message ?? '';
    await expect.poll(message, soon).toContain('ProxyUnreachable');
    expect(await message()).toContain(gone.url());
    expect((await api.operation(id)).status).toBe('RUNNING');
    expect(await worker.ready()).toMatchObject({ status: 503 });
    expect(`${await message()}${await worker.log()}`).not.toContain('hunter2');
  });

  it('public Azure is reached through one that looks into TLS, once its authority is trusted', async () => {
    const caFile = join(await mkdtemp(join(tmpdir(), 'armature-ca-')), 'ca.pem');
    const hosts = ['management.azure.com', 'login.microsoftonline.com', 'prices.azure.com'];
    const to = { endpoint: day.azure.armEndpoint, caFile: day.azure.caFile };
    const tls = await startPrivateTls(hosts, to, caFile);
    toStop.push(tls.stop);
    const proxy = await givenProxy({
      leadsTo: Object.fromEntries(hosts.map((host) => [host, tls.port])),
    });
    const settings = {
      AZURE_ARM_ENDPOINT: '',
      AZURE_AUTHORITY_HOST: '',
      HTTPS_PROXY: proxy.url(),
      NODE_EXTRA_CA_CERTS: caFile,
      IDENTITY_ENDPOINT: '',
      IDENTITY_HEADER: '',
    };
    const worker = await startWorker(settings);
    const api = await day.startApi({ ...application, ...settings });
    toStop.unshift(api.stop);
    const id = await api.createGroup('inspected');
    await expect.poll(async () => (await api.operation(id)).status, soon).toBe('SUCCEEDED');
    await expect.poll(worker.ready, soon).toMatchObject(ready);
    const asked = new Set(hosts.map((host) => `${host}:443`));
    await expect.poll(() => new Set(proxy.asked), soon).toEqual(asked);

    const stranger = await startWorker({ ...settings, NODE_EXTRA_CA_CERTS: '' });
    const untrusted = expect.objectContaining({ code: 'AzureCertificateUntrusted' }) as unknown;
    await expect.poll(stranger.ready, soon).toMatchObject({ status: 503, azure: [untrusted] });
  }, 150_000);
});
