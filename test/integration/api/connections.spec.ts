import { createClient as createWsClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { apiKeyId, createGroup, givenKey, givenTeam } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
let otherKey: string;

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
  otherKey = await givenKey(api, await givenTeam(api, 'speech'), 'ADMIN', 'other');
});
afterAll(() => api.close());

const byId = 'subscription ($id: ID!) { operationUpdated(id: $id) { id status } }';
const all = 'subscription { operationsUpdated { id } }';

describe('a stream', () => {
  const post = (body: object | null): Promise<Response> =>
    fetch(`${api.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.adminKey}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify(body),
    });

  /** The errors of a stream that says nothing else. */
  async function errorsOf(response: Response): Promise<{ message: string; extensions: object }[]> {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const [, told] =
      /event: next\ndata: (.*)\n\nevent: complete\n/.exec(await response.text()) ?? [];
    return (JSON.parse(told ?? '{}') as { errors: never[] }).errors;
  }

  it.each([
    ['what does not parse', { query: 'subscription {' }, 'Syntax Error'],
    ['what the schema does not have', { query: 'subscription { nope }' }, 'Cannot query field'],
    ['texts with U+0000', { query: byId, variables: { id: 'a\0' } }, 'variables.id holds'],
    ['what is no request', null, 'Send a JSON object with a query.'],
  ])('refuses %s by an event, and is over', async (_what, body, message) => {
    expect((await errorsOf(await post(body)))[0]?.message).toContain(message);
  });

  it('says of a document what HTTP says of it', async () => {
    const anyId = { requestId: expect.any(String) as string };
    for (const query of ['subscription {', 'subscription { nope }']) {
      const { errors = [] } = await api.graphql(api.adminKey, query);
      expect(await errorsOf(await post({ query }))).toEqual(
        errors.map((error) => ({ ...error, extensions: { ...error.extensions, ...anyId } })),
      );
    }
  });

  it('changes nothing by GET', async () => {
    const name = `team-${crypto.randomUUID()}`;
    const query = `mutation { createTeam(input: { name: "${name}", costCenter: "c" }) { team { id } } }`;
    const headers = { authorization: `Bearer ${api.adminKey}`, accept: 'text/event-stream' };
    const url = `${api.url}/graphql/stream?${new URLSearchParams({ query }).toString()}`;
    const [error] = await errorsOf(await fetch(url, { headers }));
    expect(error).toMatchObject({
      message: expect.stringContaining('GET requests only') as string,
      extensions: { code: 'BAD_REQUEST' },
    });
    const { rows } = await api.database.pool.query('SELECT FROM team WHERE name = $1', [name]);
    expect(rows).toEqual([]);
  });

  it('refuses to answer anything but events', async () => {
    const headers = { authorization: `Bearer ${api.adminKey}`, accept: 'application/json' };
    const response = await fetch(`${api.url}/graphql/stream`, { headers });
    expect(response.status).toBe(406);
  });

  it('is nobody else’s: streams that requests share by a token are not served', async () => {
    const headers = {
      authorization: `Bearer ${otherKey}`,
      accept: 'text/event-stream',
      'x-graphql-event-stream-token': 'undefined',
    };
    const reserved = await fetch(`${api.url}/graphql/stream`, { method: 'PUT', headers });
    expect(reserved.status).toBe(404);
    const joined = await fetch(`${api.url}/graphql/stream`, { headers });
    expect((await errorsOf(joined))[0]?.message).toBe('Send a JSON object with a query.');
  });

  it('refuses what does not parse over a socket, and keeps the socket', async () => {
    const client = createWsClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${api.adminKey}` },
      retryAttempts: 0,
    });
    await expect(client.iterate({ query: 'subscription {' }).next()).rejects.toMatchObject([
      { message: expect.stringContaining('Syntax Error') as string },
    ]);
    const answer: unknown = await client.iterate({ query: '{ viewer { displayName } }' }).next();
    expect(answer).toHaveProperty('value.data', { viewer: { displayName: 'development' } });
    await client.dispose();
  });

  it('refuses nobody before anything is parsed', async () => {
    const stream = await fetch(`${api.url}/graphql/stream`, { method: 'POST', body: '{' });
    expect(stream.status).toBe(401);
    const socket = new WebSocket(
      `${api.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    const code = await new Promise((resolve) => socket.on('close', resolve));
    expect(code).toBe(4401);
  });
});

describe('a socket', () => {
  it('does nothing more for whom it was opened once that key is revoked', async () => {
    const key = await givenKey(api, teamId, 'ADMIN', 'kept-socket');
    const client = createWsClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${key}` },
      lazy: false,
      onNonLazyError: () => undefined,
    });
    const ask = (query: string, variables = {}) => client.iterate({ query, variables }).next();
    expect(await ask('{ viewer { displayName } }')).toMatchObject({
      value: { data: { viewer: { displayName: 'kept-socket' } } },
    });
    await api.graphql(
      api.adminKey,
      'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { userErrors { code } } }',
      { id: await apiKeyId(api, 'kept-socket') },
    );
    await vi.waitFor(
      () =>
        expect(ask('{ viewer { id } }')).rejects.toMatchObject([
          { extensions: { code: 'UNAUTHENTICATED' } },
        ]),
      { timeout: 20_000, interval: 500 },
    );
    const input = { name: 'after-the-end', location: 'eastus', teamId };
    await expect(ask(createGroup, { input })).rejects.toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    const { rows } = await api.database.pool.query(
      `SELECT FROM resource WHERE name = 'after-the-end'`,
    );
    expect(rows).toEqual([]);
    await client.dispose();
  });
});

describe('an API that stops', () => {
  it('cuts its streams off instead of waiting for their clients', async () => {
    const stopping = await startApi();
    const stream = await fetch(`${stopping.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stopping.adminKey}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ query: all }),
    });
    const text = stream.text();
    // Without timers nobody's patience runs out: only what is cut off ends.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await Promise.all([stopping.close(), expect(text).rejects.toThrow()]);
  });
});
