import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  group,
  startSession,
  startWithWorkspace,
} from './support/session.js';

describe('every request', () => {
  it('needs an api-version, and one that is known', async () => {
    const { call, raw, simulator, token } = await startSession();
    const path = `/subscriptions/${simulator.subscriptionId}/resourcegroups`;
    const authorization = `Bearer ${await token()}`;
    expect((await raw('GET', path, { authorization })).body).toEqual({
      error: {
        code: 'MissingApiVersionParameter',
        message: 'The api-version query parameter (?api-version=) is required for all requests.',
      },
    });
    const unknown = await call('GET', '/resourcegroups', undefined, { version: '1999-01-01' });
    expect(at(unknown.body, 'error.code')).toBe('InvalidApiVersionParameter');
    const provider = await call('GET', compute('cpu'), undefined, { version: '1999-01-01' });
    expect(at(provider.body, 'error.code')).toBe('NoRegisteredProviderFound');
  });

  it.each([
    ['no token', undefined],
    ['another scheme', 'Basic abc'],
    ['a token of somebody else', 'Bearer a.b.c'],
  ])('is refused with %s', async (_what, authorization) => {
    const { raw, simulator } = await startSession();
    const path = `/subscriptions/${simulator.subscriptionId}/resourcegroups?api-version=2024-07-01`;
    const refused = await raw('GET', path, authorization === undefined ? {} : { authorization });
    expect(refused).toMatchObject({
      status: 401,
      body: { error: { code: 'AuthenticationFailed' } },
    });
    expect(refused.headers['www-authenticate']).toContain('Bearer');
  });

  it('gets request ids, keeps the correlation id and returns the client id when asked to', async () => {
    const { call } = await startSession();
    const { headers } = await call('GET', '/resourcegroups', undefined, {
      headers: {
        'x-ms-correlation-request-id': 'c0ffee00-0000-4000-8000-000000000000',
        'x-ms-client-request-id': 'mine',
        'x-ms-return-client-request-id': 'true',
      },
    });
    expect(headers).toMatchObject({
      'x-ms-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      'x-ms-correlation-request-id': 'c0ffee00-0000-4000-8000-000000000000',
      'x-ms-client-request-id': 'mine',
      'x-ms-routing-request-id': expect.stringContaining(':20260301T080000Z:') as string,
      'x-ms-ratelimit-remaining-subscription-reads': '249',
      'x-ms-ratelimit-remaining-subscription-global-reads': '3749',
    });
  });

  it('finds resources whatever the case of the path, and answers names as they were made', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    const shouted = await session.call('GET', compute('cpu').toUpperCase());
    expect(shouted).toMatchObject({ status: 200, body: { name: 'cpu' } });
  });

  it('is refused with 400 where the body is no JSON or of another shape, 405 and 404 where there is no route', async () => {
    const { call } = await startWithWorkspace();
    expect(at((await call('PUT', group, '{"location":')).body, 'error.code')).toBe(
      'InvalidRequestContent',
    );
    expect((await call('PUT', group, { location: 7 })).status).toBe(400);
    expect((await call('PUT', group)).status).toBe(400);
    expect(
      (await call('PUT', compute('cpu'), { properties: { computeType: 'Kubernetes' } })).status,
    ).toBe(400);
    expect((await call('POST', group, {})).status).toBe(405);
    expect((await call('GET', '/providers/Microsoft.Nothing/things')).status).toBe(404);
    expect((await call('PUT', compute('cpu'), cluster({}, { tags: { 'a/b': 'c' } }))).status).toBe(
      400,
    );
  });
});
