import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { at } from '../../support/gateway.js';

let database: TestDatabase;
/** Set up with nothing. */
let plain: ApiUnderTest;
/** Set up with a page's origin and a proxy. */
let behind: ApiUnderTest;
const origin = 'https://portal.example.com';
const logged: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  plain = await startApi(
    database,
    undefined,
    pino({}, { write: (line) => void logged.push(line) }),
  );
  const http = {
    corsOrigins: [origin],
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
    deadlineSeconds: 30,
  };
  behind = await startApi(database, undefined, undefined, { http });
});
afterAll(async () => {
  await plain.close();
  await behind.close();
  await database.drop();
});

type Headers = Record<string, string>;
const json = 'application/json';
const viewer = JSON.stringify({ query: '{ viewer { id } }' });
const ask = (api: ApiUnderTest, headers: Headers = {}, body = viewer): Promise<Response> =>
  fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${behind.adminKey}`, 'content-type': json, ...headers },
    body,
  });

describe('a request that cannot be read', () => {
  const graphqlJson = 'application/graphql-response+json';
  it.each([
    ['malformed JSON', '{"query": "hunter2', {}, 400],
    ['no body', '', {}, 400],
    ['a key that poisons objects', '{"__proto__": {"hunter2": 1}}', {}, 400],
    ['a text', '"hunter2"', {}, 400],
    ['a form', 'query=hunter2', { 'content-type': 'application/hunter2' }, 415],
    ['too much', JSON.stringify({ query: 'hunter2'.repeat(20_000) }), {}, 413],
  ])('as %s is answered with a list of errors', async (_what, body, headers, status) => {
    for (const accept of [json, graphqlJson]) {
      const response = await ask(behind, { ...headers, accept }, body);
      expect(response.status).toBe(status);
      const text = await response.text();
      expect(JSON.parse(text)).toEqual({
        errors: [
          {
            message: expect.stringMatching(/\w/) as string,
            extensions: { code: 'BAD_REQUEST', requestId: response.headers.get('x-request-id') },
          },
        ],
      });
      expect(text).not.toContain('hunter2');
    }
  });

  it('for its address repeats nothing of that', async () => {
    for (const [path, status] of [
      ['/hunter2?hunter2', 404],
      ['/operations/%zzhunter2', 400],
    ] as const) {
      const response = await fetch(behind.url + path);
      expect(response.status).toBe(status);
      const text = await response.text();
      expect(text).not.toContain('hunter2');
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ message: expect.any(String) as string }],
      });
    }
  });
});

describe('the id of a request', () => {
  it('goes out with every answer, and is that of the audit trail and of the log', async () => {
    const name = `team-${randomUUID()}`;
    const query = `mutation { createTeam(input: { name: "${name}", costCenter: "c" }) { team { id } } }`;
    const made = await ask(plain, {}, JSON.stringify({ query }));
    const requestId = made.headers.get('x-request-id');
    const { rows } = await database.pool.query(
      'SELECT request_id AS "requestId" FROM audit_event WHERE target_name = $1',
      [name],
    );
    expect(rows).toEqual([{ requestId }]);
    await expect.poll(() => logged.join('')).toContain(`"requestId":"${requestId}"`);

    for (const path of [
      '/healthz',
      '/nothing',
      '/operations/x',
      '/operations/%zz',
      '/graphql/stream',
    ])
      expect((await fetch(plain.url + path)).headers.get('x-request-id'), path).toMatch(
        /^[\da-f-]{36}$/,
      );
    const stream = await fetch(`${plain.url}/graphql/stream?query={viewer{id}}`, {
      headers: { authorization: `Bearer ${behind.adminKey}`, accept: 'text/event-stream' },
    });
    expect(stream.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    await stream.text();
  });

  it('stands in every error, over every way in', async () => {
    const wrong = '{ nothing }';
    const response = await ask(plain, {}, JSON.stringify({ query: wrong }));
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors[0]?.extensions).toEqual({
      code: 'GRAPHQL_VALIDATION_FAILED',
      requestId: response.headers.get('x-request-id'),
    });
    const client = createClient({
      url: `${plain.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${behind.adminKey}` },
    });
    await expect(client.iterate({ query: wrong }).next()).rejects.toMatchObject([
      { extensions: { requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string } },
    ]);
    await client.dispose();
  });
});

describe('pages of other origins', () => {
  const preflight = (api: ApiUnderTest, from: string, path = '/graphql'): Promise<Response> =>
    fetch(api.url + path, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-anything',
      },
    });
  const allowed = ({ headers }: Response): string | null =>
    headers.get('access-control-allow-origin');

  it('may not ask, unless they are named', async () => {
    expect(allowed(await preflight(plain, origin))).toBeNull();
    expect(allowed(await ask(plain, { origin }))).toBeNull();
    for (const other of ['https://evil.example.com', `${origin}.evil.example`, 'null']) {
      expect(allowed(await preflight(behind, other))).toBeNull();
      expect(allowed(await ask(behind, { origin: other }))).toBeNull();
    }
  });

  it('leave OPTIONS of everybody else as it is, who asks what an address takes', async () => {
    for (const api of [plain, behind]) {
      const options = await fetch(`${api.url}/v1/teams`, { method: 'OPTIONS' });
      expect(options.status).toBe(204);
      expect(options.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
    }
  });

  it('may ask where they are named, and read the headers that help', async () => {
    for (const path of ['/graphql', '/graphql/stream', '/operations/x', '/v1/teams']) {
      const asked = await preflight(behind, origin, path);
      expect(asked.status).toBe(204);
      expect(allowed(asked)).toBe(origin);
      expect(asked.headers.get('access-control-allow-headers')).toBe(
        'accept, authorization, content-type, idempotency-key, if-match, last-event-id, prefer, mcp-method, mcp-name, mcp-protocol-version, apollographql-client-name, apollographql-client-version',
      );
      expect(asked.headers.get('access-control-allow-methods')).toBe('GET, POST, PATCH, DELETE');
      expect(asked.headers.get('vary')?.toLowerCase()).toContain('origin');
    }
    const stream = fetch(`${behind.url}/graphql/stream?query={viewer{id}}`, {
      headers: { origin, authorization: `Bearer ${behind.adminKey}`, accept: 'text/event-stream' },
    });
    const wrong = ask(behind, { origin }, '{');
    const nobody = ask(behind, { origin, authorization: 'Bearer x' });
    for (const response of await Promise.all([ask(behind, { origin }), stream, wrong, nobody])) {
      expect(allowed(response)).toBe(origin);
      expect(response.headers.get('access-control-expose-headers')).toBe(
        'x-request-id, retry-after, deprecation, etag, link, location, operation-location, preference-applied, www-authenticate',
      );
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      await response.text();
    }
  });
});

describe('what addresses that are answered begin with', () => {
  const locationOf = async (api: ApiUnderTest, headers: Headers): Promise<string | null> => {
    const response = await fetch(`${api.url}/v1/teams`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${behind.adminKey}`,
        'content-type': json,
        ...headers,
      },
      body: JSON.stringify({ name: `team-${randomUUID()}`, costCenter: 'c' }),
    });
    return response.headers.get('location');
  };
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'armature.example.com' };

  it('is what a trusted proxy says of the request', async () => {
    const at = await locationOf(behind, forwarded);
    expect(at).toMatch(/^https:\/\/armature\.example\.com\/v1\/teams\//);
    const several = { ...forwarded, 'x-forwarded-host': 'evil.example, armature.example.com' };
    expect(await locationOf(behind, several)).toMatch(/^https:\/\/armature\.example\.com\//);
  });

  it('is how the server was reached, whatever anybody else writes', async () => {
    expect((await locationOf(plain, forwarded))?.startsWith(`${plain.url}/v1/teams/`)).toBe(true);
    const wrong = { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a/b"c' };
    expect((await locationOf(behind, wrong))?.startsWith(`${behind.url}/v1/teams/`)).toBe(true);
  });
});

describe('the address of a client in the audit trail', () => {
  const create = (name: string): string =>
    `mutation { createTeam(input: { name: "${name}", costCenter: "c" }) { team { id } } }`;
  const addressOf = async (name: string): Promise<string | undefined> => {
    const { rows } = await database.pool.query<{ address: string }>(
      'SELECT remote_address AS address FROM audit_event WHERE target_name = $1',
      [name],
    );
    return rows[0]?.address;
  };
  async function seen(api: ApiUnderTest, forwarded: string): Promise<string | undefined> {
    const name = `team-${randomUUID()}`;
    await ask(api, { 'x-forwarded-for': forwarded }, JSON.stringify({ query: create(name) }));
    return addressOf(name);
  }

  it('is who connected, whatever anybody writes, unless proxies are trusted', async () => {
    expect(await seen(plain, '203.0.113.7')).toBe('127.0.0.1');
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['203.0.113.7:4711, 10.1.2.3:4712', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]:4711, fd00::1', '2001:db8::7'],
    ['10.0.0.1', '10.0.0.1'],
    ['hunter2', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('is whom the last trusted proxy names in %j: %s', async (forwarded, address) => {
    expect(await seen(behind, forwarded)).toBe(address);
  });

  it('is the same over a WebSocket', async () => {
    const name = `team-${randomUUID()}`;
    class Forwarded extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers: { 'x-forwarded-for': '203.0.113.7' } });
      }
    }
    const client = createClient({
      url: `${behind.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Forwarded,
      connectionParams: { authorization: `Bearer ${behind.adminKey}` },
    });
    const { value } = (await client.iterate({ query: create(name) }).next()) as {
      value: { data: object };
    };
    expect(at(value.data).createTeam!.team!.id).toBeTruthy();
    expect(await addressOf(name)).toBe('203.0.113.7');
    await client.dispose();
  });
});
