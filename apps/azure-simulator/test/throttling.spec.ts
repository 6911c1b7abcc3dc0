import { describe, expect, it } from 'vitest';
import { at, group, startSession, startWithWorkspace } from './support/session.js';

const limits = {
  read: { burst: 5, perSecond: 1 },
  write: { burst: 2, perSecond: 1 },
  delete: { burst: 2, perSecond: 1 },
};

describe('throttling', () => {
  it('lets a burst through and then a steady rate; 429 with Retry-After beyond', async () => {
    const { call, pass } = await startSession({ throttling: limits });
    const read = () => call('GET', '/resourcegroups');
    for (let sent = 0; sent < 5; sent += 1) expect((await read()).status).toBe(200);
    const refused = await read();
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'SubscriptionRequestsThrottled' } },
    });
    expect(at(refused.body, 'error.message')).toMatch(
      /^Number of 'read' requests for subscription '.+' actor '.+' exceeded\. Please try again after '1' seconds\.$/,
    );
    pass(1);
    expect((await read()).status).toBe(200);
  });

  it('refuses again whoever comes too early, and the ledger tells', async () => {
    const { call, pass, control } = await startSession({
      throttling: { ...limits, read: { burst: 10, perSecond: 0.5 } },
    });
    for (let sent = 0; sent < 11; sent += 1) await call('GET', '/resourcegroups');
    pass(1.5);
    const early = await call('GET', '/resourcegroups');
    expect(early).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
    pass(3);
    expect((await call('GET', '/resourcegroups')).status).toBe(200);
    expect(at(await control('GET', 'ledger'), 'throttles')).toEqual([
      expect.objectContaining({
        code: 'SubscriptionRequestsThrottled',
        retryAfterSeconds: 4,
        earlyRequests: 1,
      }),
    ]);
  });

  it('counts writes, deletes and reads apart, and principals apart', async () => {
    const { call, raw, simulator, token } = await startSession({ throttling: limits });
    for (let sent = 0; sent < 2; sent += 1) await call('PUT', group, { location: 'eastus' });
    expect((await call('PUT', group, { location: 'eastus' })).status).toBe(429);
    expect((await call('GET', group)).status).toBe(200);
    const authorization = `Bearer ${await token('11111111-2222-4333-8444-555555555555')}`;
    const path = `/subscriptions/${simulator.subscriptionId}${group}?api-version=2024-07-01`;
    expect((await raw('DELETE', path, { authorization })).status).toBe(202);
  });

  it('has the limits of ARM unless told otherwise, and can be switched off', async () => {
    const { call, control } = await startWithWorkspace();
    for (let sent = 0; sent < 250; sent += 1) await call('GET', group);
    expect((await call('GET', group)).status).toBe(429);
    await control('POST', 'throttling', { enabled: false });
    const free = await call('GET', group);
    expect(free.status).toBe(200);
    expect(free.headers).not.toHaveProperty('x-ms-ratelimit-remaining-subscription-reads');
  });
});
