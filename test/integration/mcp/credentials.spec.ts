import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthenticator } from '#libs/tenants';
import { startAgent } from '../../support/agent.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { audience, EntraIssuer, tenantId } from '../../support/entra-issuer.js';

let database: TestDatabase;
let issuer: EntraIssuer;
let api: ApiUnderTest;
beforeAll(async () => {
  database = await createTestDatabase();
  issuer = await EntraIssuer.start();
  const { authority } = issuer;
  const entra = { tenantIds: [tenantId], audience, authority };
  const { pool } = database;
  const authenticate = createAuthenticator({ pool, entra, onError: () => undefined });
  api = await startApi(database, undefined, undefined, { authenticate, entra });
});
afterAll(async () => {
  await api.close();
  await issuer.stop();
  await database.drop();
});

it('are tokens of Entra ID too, with the roles that they carry', async () => {
  const looking = await startAgent(api.url, await issuer.token({ roles: ['Armature.Viewer'] }));
  expect(looking.names).toContain('compute_list');
  expect(looking.names).not.toContain('compute_delete');
  expect((await looking.call('viewer_get')).data).toMatchObject({ displayName: 'Ada Lovelace' });
  await looking.close();
  await expect(startAgent(api.url, await issuer.token({ aud: 'another' }))).rejects.toThrow('401');
});

it('that cannot be checked now are answered 503, and when to ask again', async () => {
  const lost = await EntraIssuer.start();
  const entra = { tenantIds: [tenantId], audience, authority: lost.authority };
  const { pool } = database;
  const authenticate = createAuthenticator({ pool, entra, onError: () => undefined });
  const away = await startApi(database, undefined, undefined, { authenticate });
  lost.keysAnswer = 500;
  const response = await fetch(`${away.url}/mcp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await lost.token()}`, 'content-type': 'application/json' },
    body: '{}',
  });
  await away.close();
  await lost.stop();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await response.json()).toMatchObject({
    jsonrpc: '2.0',
    error: { code: -32_603, data: { code: 'ENTRA_UNAVAILABLE', retryAfterSeconds: 5 } },
  });
});
