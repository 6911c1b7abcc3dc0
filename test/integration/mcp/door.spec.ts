import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../../apps/api/src/mcp/answer-mcp.js';
import packageJson from '../../../package.json' with { type: 'json' };
import { startAgent } from '../../support/agent.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { apiKeyId, givenKey, givenTeam } from '../../support/gateway.js';

const publicUrl = 'https://armature.example.com';
const tenantId = '7c1f2a44-0d8e-4b6e-9a51-5b8f2f6f0c11';
const logged: string[] = [];
let database: TestDatabase;
let api: ApiUnderTest;
/** As it is reached from elsewhere, with Entra ID. */
let behind: ApiUnderTest;
/** Of whoever administers the platform. Each API that is started makes a new one for development. */
let key: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  api = await startApi(database, undefined, log);
  behind = await startApi(database, undefined, undefined, {
    http: { corsOrigins: ['https://portal.example.com'], trustedProxies: [], deadlineSeconds: 30 },
    publicUrls: [publicUrl],
    entra: { tenantIds: [tenantId], authority: 'https://login.example.com' },
  });
  api.adminKey = behind.adminKey;
  key = await givenKey(api, null, 'ADMIN', 'administers');
});
afterAll(async () => {
  await behind.close();
  await api.close();
  await database.drop();
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  error?: { code: number; message: string; data?: { code: string } };
  result?: Record<string, unknown>;
}

/** fetch() writes Host and Origin by itself. */
async function send(
  to: ApiUnderTest,
  body: string | object,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const asked = request(`${to.url}/mcp`, {
    method,
    headers: {
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${key}`,
      ...headers,
    },
  });
  asked.once('error', reject);
  asked.once('response', (response) => {
    text(response).then((said) => {
      const json = said.startsWith('{') ? (JSON.parse(said) as Omit<Answer, 'status'>) : {};
      resolve({ status: response.statusCode ?? 0, body: said, ...json, headers: response.headers });
    }, reject);
  });
  if (method === 'POST') asked.end(typeof body === 'string' ? body : JSON.stringify(body));
  else asked.end();
  return promise;
}

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const calling = (params: object) => ({ ...list, method: 'tools/call', params });
const ofProtocol = (protocol: string, message: object) => ({
  ...message,
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': protocol,
      'io.modelcontextprotocol/clientInfo': { name: 'by-hand', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});
const notJson = '{"hunter2';

describe('where a request comes from', () => {
  it.each([
    ['another host', { host: 'evil.example' }],
    ['another host with a port', { host: 'evil.example:4000' }],
    ['a host that looks like ours', { host: 'localhost.evil.example' }],
    ['another page', { origin: 'https://evil.example' }],
    ['a page of nowhere', { origin: 'null' }],
    ['a page that looks like ours', { origin: 'http://localhost.evil.example' }],
  ])('as %s ends it before anything else is looked at', async (_, headers) => {
    for (const more of [{}, { authorization: 'Bearer hunter2' }]) {
      const answer = await send(api, notJson, { ...headers, ...more });
      expect(answer).toMatchObject({ status: 403, error: { data: { code: 'FORBIDDEN' } } });
      expect(answer.body).not.toMatch(/evil|hunter2/);
    }
  });

  it.each([
    { host: 'localhost' },
    { host: '127.0.0.1:1' },
    { host: '[::1]:4000' },
    { origin: 'http://localhost:3000' },
  ])('as %o is loopback, and answered', async (headers) => {
    expect((await send(api, list, headers as Record<string, string>)).status).toBe(200);
  });

  it('may be what ARMATURE_PUBLIC_URLS names, and pages that may ask', async () => {
    const host = 'armature.example.com';
    expect((await send(api, list, { host })).status).toBe(403);
    expect((await send(behind, list, { host })).status).toBe(200);
    for (const origin of [publicUrl, 'https://portal.example.com'])
      expect((await send(behind, list, { host, origin })).status).toBe(200);
    expect((await send(behind, list, { host: 'evil.example' })).status).toBe(403);
  });
});

describe('who nobody knows', () => {
  it.each(['', 'Bearer nonsense', 'Basic aHVudGVyMg=='])(
    'by %o is told where to get a token, and has nothing parsed',
    async (authorization) => {
      const answer = await send(behind, notJson, { authorization, host: 'armature.example.com' });
      expect(answer).toMatchObject({ status: 401, error: { data: { code: 'UNAUTHENTICATED' } } });
      const resource = `${publicUrl}/mcp`;
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer resource_metadata="${publicUrl}/.well-known/oauth-protected-resource/mcp", scope="${resource}/.default"`,
      );
    },
  );

  it.each(['', '/mcp'])('finds out at /.well-known/oauth-protected-resource%s', async (path) => {
    const metadata = async (of: ApiUnderTest) => {
      const response = await fetch(`${of.url}/.well-known/oauth-protected-resource${path}`);
      return [response.status, await response.json()] as const;
    };
    expect(await metadata(behind)).toEqual([
      200,
      {
        resource: `${behind.url}/mcp`,
        resource_name: 'Armature',
        bearer_methods_supported: ['header'],
        authorization_servers: [`https://login.example.com/${tenantId}/v2.0`],
        scopes_supported: [`${behind.url}/mcp/.default`],
      },
    ]);
    expect(await metadata(api)).toEqual([
      200,
      {
        resource: `${api.url}/mcp`,
        resource_name: 'Armature',
        bearer_methods_supported: ['header'],
      },
    ]);
  });

  it('ends with the key, or with the principal, within seconds', async () => {
    const team = await givenTeam(api, 'ending');
    const secret = await givenKey(api, team, 'OPERATOR', 'to-end');
    const authorization = `Bearer ${secret}`;
    expect((await send(api, list, { authorization })).status).toBe(200);
    const agent = await startAgent(api.url, key);
    const revoked = await agent.call('api_key_revoke', {
      id: await apiKeyId(api, 'to-end'),
      confirmName: 'to-end',
    });
    await agent.close();
    expect(revoked.isError).toBe(false);
    await expect.poll(async () => (await send(api, list, { authorization })).status).toBe(401);
  });
});

describe('a message', () => {
  it.each([
    ['that is no JSON', notJson, {}, 400, -32_700],
    ['that is empty', '', {}, 400, -32_700],
    ['that poisons objects', '{"__proto__":{"hunter2":1}}', {}, 400, -32_700],
    ['that is a batch', [list, list], {}, 400, -32_600],
    ['that is a text', '"hunter2"', {}, 400, -32_600],
    ['that is of another type', 'hunter2', { 'content-type': 'text/plain' }, 415, -32_000],
    ['that is too large', { ...list, params: { hunter2: 'x'.repeat(101_000) } }, {}, 413, -32_000],
    [
      'of a protocol that is none',
      ofProtocol('2030-01-01', list),
      { 'mcp-protocol-version': '2030-01-01' },
      400,
      -32_022,
    ],
    ['of an unknown method', { ...list, method: 'hunter2/list' }, {}, 200, -32_601],
    ['for an unknown tool', calling({ name: 'hunter2' }), {}, 200, -32_602],
    [
      'with arguments that are none',
      calling({ name: 'viewer_get', arguments: 'hunter2' }),
      {},
      200,
      -32_602,
    ],
  ] as const)(
    '%s is an error of JSON-RPC, and no failure of ours',
    async (_what, body, headers, status, code) => {
      const before = logged.length;
      const answer = await send(api, body, { ...headers });
      const said = answer.error ?? errorIn(answer.body);
      expect([answer.status, said?.code]).toEqual([status, code]);
      expect(JSON.stringify(said)).not.toContain('hunter2');
      expect(
        logged.slice(before).filter((line) => (JSON.parse(line) as { level: number }).level > 30),
      ).toEqual([]);
    },
  );

  it.each(['GET', 'DELETE', 'PUT', 'PATCH'])('by %s is 405', async (method) => {
    expect((await send(api, '', {}, method)).status).toBe(405);
  });

  it('names its request, which the log knows', async () => {
    const { headers } = await send(api, list);
    const requestId = headers['x-request-id'] as string;
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    const line = logged.find((one) => one.includes(requestId));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ method: 'POST', path: '/mcp', status: 200 });
  });
});

/** What the protocol before the newest answers is a stream of one event. */
function errorIn(body: string): Answer['error'] {
  const data = /^data: (.*)$/m.exec(body)?.[1];
  return data === undefined ? undefined : (JSON.parse(data) as Answer).error;
}

describe('a call', () => {
  it('that takes too long is told so', async () => {
    const slow = await startApi(database, undefined, undefined, {
      http: { corsOrigins: [], trustedProxies: [], deadlineSeconds: 1 },
    });
    const agent = await startAgent(slow.url, key);
    const holder = new pg.Client({ connectionString: database.migrationUrl });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE resource IN ACCESS EXCLUSIVE MODE');
    const { errors } = await agent.call('compute_list', { first: 10 });
    await holder.end();
    await agent.close();
    await slow.close();
    expect(errors).toMatchObject([{ code: 'DEADLINE_EXCEEDED' }]);
  });

  it('that costs too much is refused, as over GraphQL', async () => {
    const small = await startApi(database, undefined, undefined, { costLimit: 1_000 });
    const agent = await startAgent(small.url, key);
    const { errors } = await agent.call('compute_list', { first: 100 });
    await agent.close();
    await small.close();
    expect(errors).toMatchObject([{ code: 'COST_LIMIT_EXCEEDED' }]);
  });
});

it('says which release it is', () => {
  expect(version).toBe(packageJson.version);
});
