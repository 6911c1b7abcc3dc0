import { ManagedIdentityCredential } from '@azure/identity';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startSession } from './support/session.js';

describe('the managed-identity endpoint', () => {
  it('gives ManagedIdentityCredential of @azure/identity a token that ARM takes', async () => {
    const { simulator, raw } = await startSession();
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('IDENTITY_ENDPOINT', simulator.identityEndpoint);
    vi.stubEnv('IDENTITY_HEADER', simulator.identityHeader);
    const { token } = await new ManagedIdentityCredential().getToken(
      'https://management.azure.com/.default',
    );
    const path = `/subscriptions/${simulator.subscriptionId}/resourcegroups?api-version=2024-07-01`;
    expect((await raw('GET', path, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('answers as App Service does', async () => {
    const { simulator } = await startSession();
    const query = 'resource=https://management.azure.com&api-version=2019-08-01&client_id=me';
    const answer = await fetch(`${simulator.identityEndpoint}?${query}`, {
      headers: { 'X-IDENTITY-HEADER': simulator.identityHeader },
    });
    expect(await answer.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      expires_on: expect.stringMatching(/^\d+$/) as string,
      resource: 'https://management.azure.com',
      token_type: 'Bearer',
      client_id: 'me',
    });
  });

  it('refuses a wrong header, a wrong version and no resource', async () => {
    const { simulator } = await startSession();
    const ask = async (query: string, header = simulator.identityHeader): Promise<number> =>
      (
        await fetch(`${simulator.identityEndpoint}?${query}`, {
          headers: { 'x-identity-header': header },
        })
      ).status;
    expect(await ask('resource=r&api-version=2019-08-01', 'wrong')).toBe(401);
    expect(await ask('resource=r&api-version=2017-09-01')).toBe(400);
    expect(await ask('api-version=2019-08-01')).toBe(400);
  });

  it('gives tokens that ARM refuses once they are a day old, or are for something else', async () => {
    const { simulator, raw, token, pass } = await startSession();
    const path = `/subscriptions/${simulator.subscriptionId}/resourcegroups?api-version=2024-07-01`;
    const answer = await fetch(
      `${simulator.identityEndpoint}?resource=https://vault.azure.net&api-version=2019-08-01`,
      { headers: { 'x-identity-header': simulator.identityHeader } },
    );
    const foreign = ((await answer.json()) as { access_token: string }).access_token;
    expect((await raw('GET', path, { authorization: `Bearer ${foreign}` })).status).toBe(401);
    const authorization = `Bearer ${await token()}`;
    expect((await raw('GET', path, { authorization })).status).toBe(200);
    pass(86_400);
    expect((await raw('GET', path, { authorization })).status).toBe(401);
  });
});
