import { describe, expect, it, onTestFinished } from 'vitest';
import { sender, type Send } from './support/send.js';
import { at, startSession, type Session } from './support/session.js';

const application = '11111111-2222-4333-8444-555555555555';

function senderOf({ simulator }: Session): Send {
  const { send, close } = sender(simulator.caFile);
  onTestFinished(close);
  return send;
}

/** Asks for a token as applications do: a form, which is no JSON. */
const askToken = (
  session: Session,
  url: string,
  secret: string,
  more: Record<string, string> = {},
) =>
  senderOf(session)(
    'POST',
    url,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: application,
      client_secret: secret,
      scope: 'https://management.azure.com//.default',
      ...more,
    }).toString(),
  );

describe('the cloud', () => {
  it('tells where it is without a token: one, and from 2019-05-01 on a list of one', async () => {
    const session = await startSession();
    const { armEndpoint } = session.simulator;
    const loginEndpoint = `${armEndpoint}/adfs`;
    const old = await session.raw('GET', '/metadata/endpoints?api-version=2015-01-01');
    expect(old).toMatchObject({
      status: 200,
      body: { graphEndpoint: armEndpoint, authentication: { loginEndpoint } },
    });
    const newer = await session.raw('GET', '//metadata/endpoints?api-version=2022-09-01');
    expect(newer.body).toMatchObject([
      { resourceManager: armEndpoint, authentication: { loginEndpoint } },
    ]);
    expect((await session.raw('GET', '/metadata/endpoints')).status).toBe(400);
  });

  it('gives applications tokens that ARM takes', async () => {
    const session = await startSession();
    const { armEndpoint, identityHeader, subscriptionId } = session.simulator;
    const { body } = await session.raw('GET', '/adfs/.well-known/openid-configuration');
    const endpoint = String(at(body, 'token_endpoint'));
    expect(endpoint.startsWith(`${armEndpoint}/adfs/oauth2/token`)).toBe(true);
    const given = await askToken(session, endpoint, identityHeader);
    expect(given.status).toBe(200);
    const authorization = `Bearer ${String(at(given.body, 'access_token'))}`;
    const path = `/subscriptions/${subscriptionId}/resourcegroups?api-version=2024-07-01`;
    expect((await session.raw('GET', path, { authorization })).status).toBe(200);
  });

  it('refuses a wrong secret, another grant and nothing to get a token for', async () => {
    const session = await startSession();
    const { armEndpoint, identityHeader } = session.simulator;
    const endpoint = `${armEndpoint}/adfs/oauth2/token`;
    const wrong = await askToken(session, endpoint, 'wrong');
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const password = await askToken(session, endpoint, identityHeader, { grant_type: 'password' });
    expect(password).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    const nothing = await askToken(session, endpoint, identityHeader, { scope: '' });
    expect(nothing).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});
