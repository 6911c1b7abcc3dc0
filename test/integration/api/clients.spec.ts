import { ApolloClient, gql, HttpLink, InMemoryCache, type ApolloLink } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createHash } from 'node:crypto';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient, CloseCode } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenKey } from '../../support/gateway.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const headers = (): { authorization: string } => ({ authorization: `Bearer ${api.adminKey}` });

/** fetch that notes what it was asked with. */
function recordingFetch() {
  const asked: { method: string; hasQuery: boolean }[] = [];
  const recording = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const body = typeof init?.body === 'string' ? init.body : '';
    const hasQuery = `${url} ${body}`.includes('viewer');
    asked.push({ method: init?.method ?? 'GET', hasQuery });
    return fetch(input, init);
  };
  return { asked, fetch: recording };
}

describe.each([true, false])('persisted queries, with GET for hashes: %s', (useGet) => {
  const method = useGet ? 'GET' : 'POST';

  it('work with Apollo Client', async () => {
    const { asked, fetch: fetchRecorded } = recordingFetch();
    const http = new HttpLink({
      uri: `${api.url}/graphql`,
      headers: headers(),
      fetch: fetchRecorded,
    });
    const persisted: ApolloLink = new PersistedQueryLink({
      sha256,
      useGETForHashedQueries: useGet,
    });
    const client = new ApolloClient({ link: persisted.concat(http), cache: new InMemoryCache() });
    const query = gql`query Apollo${method} { viewer { id displayName } }`;
    const ask = async (): Promise<unknown> =>
      (await client.query({ query, fetchPolicy: 'network-only' })).data;
    const data = await ask();
    expect(data).toMatchObject({ viewer: { displayName: 'development' } });
    expect(await ask()).toEqual(data);
    expect(asked).toEqual([
      { method, hasQuery: false },
      { method: 'POST', hasQuery: true },
      { method, hasQuery: false },
    ]);
  });

  it('work with urql', async () => {
    const { asked, fetch: fetchRecorded } = recordingFetch();
    const client = new Client({
      url: `${api.url}/graphql`,
      fetchOptions: { headers: headers() },
      fetch: fetchRecorded,
      exchanges: [
        persistedExchange({ preferGetForPersistedQueries: useGet ? 'force' : false }),
        fetchExchange,
      ],
    });
    const query = `query Urql${method} { viewer { id displayName } }`;
    const ask = () => client.query(query, {}, { requestPolicy: 'network-only' }).toPromise();
    for (let time = 0; time < 2; time++) {
      expect(await ask()).toMatchObject({
        error: undefined,
        data: { viewer: { displayName: 'development' } },
      });
    }
    expect(asked.map(({ hasQuery }) => hasQuery)).toEqual([false, true, false]);
    expect(asked[2]?.method).toBe(method);
  });
});

describe('a persisted query', () => {
  const post = async (path: string, body: object, more: object = {}): Promise<string> => {
    const response = await fetch(api.url + path, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    });
    return response.text();
  };
  const asked = (query: string, hash = sha256(query)) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
  });
  const ways: [string, (body: object) => Promise<string>][] = [
    ['HTTP', (body) => post('/graphql', body)],
    ['SSE', (body) => post('/graphql/stream', body, { accept: 'text/event-stream' })],
    [
      'SSE by GET',
      async (body) => {
        const parameters = Object.entries(body).map(([name, value]): [string, string] => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]);
        const url = `${api.url}/graphql/stream?${String(new URLSearchParams(parameters))}`;
        const accept = { ...headers(), accept: 'text/event-stream' };
        return (await fetch(url, { headers: accept })).text();
      },
    ],
    ['WebSocket', overWebSocket],
  ];

  it.each(ways)('is known over %s once it was sent whole', async (way, send) => {
    const query = `query By${way.replaceAll(' ', '')} { viewer { displayName } }`;
    expect(await send(asked(query))).toContain('PERSISTED_QUERY_NOT_FOUND');
    expect(await send({ query, ...asked(query) })).toContain('development');
    expect(await send(asked(query))).toContain('development');
    for (const [, other] of ways) expect(await other(asked(query))).toContain('development');
  });

  it.each(ways)(
    'is not kept over %s under the hash of another, or where it is not valid',
    async (way, send) => {
      const query = `query Not${way.replaceAll(' ', '')} { viewer { displayName } }`;
      const other = `query Other${way.replaceAll(' ', '')} { viewer { id } }`;
      expect(await send({ query: other, ...asked(query) })).toMatch(/provided sha.*BAD_REQUEST/);
      expect(await send(asked(query))).toContain('PERSISTED_QUERY_NOT_FOUND');
      const wrong = `query Wrong${way.replaceAll(' ', '')} { nothing }`;
      expect(await send({ query: wrong, ...asked(wrong) })).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(await send(asked(wrong))).toContain('PERSISTED_QUERY_NOT_FOUND');
      const another = { extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } };
      expect(await send(another)).toMatch(/Unsupported persisted query version.*BAD_REQUEST/);
    },
  );

  it('works as a subscription of urql over graphql-ws', async () => {
    const ws = wsClient(headers());
    const client = new Client({
      url: `${api.url}/graphql`,
      exchanges: [
        persistedExchange({ enableForSubscriptions: true }),
        subscriptionExchange({
          forwardSubscription: (request) => ({
            subscribe: (sink) => ({
              unsubscribe: ws.subscribe({ ...request, query: request.query ?? '' }, sink as never),
            }),
          }),
        }),
      ],
    });
    const id = Buffer.from('Operation:01a1fc7c-8a11-7030-948c-59f566fb3cf5').toString('base64url');
    const query = 'subscription Urql($id: ID!) { operationUpdated(id: $id) { id } }';
    const { error } = await new Promise<{ error?: { message: string } | undefined }>((resolve) =>
      client.subscription(query, { id }).subscribe(resolve),
    );
    expect(error?.message).toContain('There is no such operation.');
    await ws.dispose();
  });
});

const wsClient = (connectionParams: Record<string, string>, more: object = {}) =>
  createWsClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    ...more,
  });

/** What the client of graphql-ws hears to one request, as text. */
async function overWebSocket(body: object): Promise<string> {
  const client = wsClient(headers());
  const heard: unknown[] = [];
  await new Promise<void>((resolve) => {
    client.subscribe(
      { query: '', ...body },
      {
        next: (value) => void heard.push(value),
        error: (error) => {
          heard.push(error);
          resolve();
        },
        complete: () => resolve(),
      },
    );
  });
  await client.dispose();
  return JSON.stringify(heard);
}

/** What a client with every try that it takes by default hears, and how often it asked. */
async function overSse(
  request: { query: string; variables?: Record<string, unknown> },
  key: string,
) {
  let tries = 0;
  const client = createSseClient({
    url: `${api.url}/graphql/stream`,
    headers: { authorization: `Bearer ${key}` },
    on: { connecting: () => void tries++ },
  });
  const heard: unknown[] = [];
  for await (const result of client.iterate(request)) heard.push(result);
  client.dispose();
  return { heard, tries };
}

describe('what can never be answered is final for a client of graphql-sse', () => {
  const good = 'subscription { operationsUpdated { id } }';
  it.each([
    ['a document that is not valid', 'subscription { nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a document that does not parse', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['no document', '', {}, 'BAD_REQUEST'],
    [
      'a document without an operation',
      'fragment a on Query { viewer { id } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a variable that does not fit',
      'subscription ($filter: OperationFilter) { operationsUpdated(filter: $filter) { id } }',
      { filter: 'x' },
      'BAD_USER_INPUT',
    ],
    [
      'a document that is too large',
      `subscription { operationsUpdated { id } } #${'x'.repeat(110_000)}`,
      {},
      'BAD_REQUEST',
    ],
  ])('%s', async (_what, query, variables, code) => {
    expect(await overSse({ query, variables }, api.adminKey)).toMatchObject({
      heard: [{ errors: [{ extensions: { code } }] }],
      tries: 1,
    });
  });

  it('a key that nobody has', async () => {
    expect(await overSse({ query: good }, 'arm_nobody')).toMatchObject({
      heard: [{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }],
      tries: 1,
    });
  });

  it('and not for whoever sends no key, or accepts no stream: those read the status', async () => {
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${api.url}/graphql/stream?query={viewer{id}}`, { headers })).status;
    expect(await status({ accept: 'text/event-stream' })).toBe(401);
    expect(await status({ authorization: 'Bearer x' })).toBe(401);
    expect(await status(headers())).toBe(406);
  });
});

describe('a client of graphql-ws', () => {
  it('gives up at once with a key that nobody has', async () => {
    let tries = 0;
    const client = wsClient(
      { authorization: 'Bearer arm_nobody' },
      { shouldRetry: () => true, on: { connecting: () => void tries++ } },
    );
    const events = client.iterate({ query: 'subscription { operationsUpdated { id } }' });
    await expect(events.next()).rejects.toMatchObject({ code: CloseCode.Unauthorized });
    expect(tries).toBe(1);
    await client.dispose();
  });

  it('comes back where the key could not be looked up', async () => {
    // A key that the API has not seen yet: it must ask.
    const key = await givenKey(api, null, 'VIEWER', 'unseen');
    const broken = vi
      .spyOn(api.database.pool, 'query')
      .mockRejectedValueOnce(new Error('password of the database'));
    const closes: unknown[] = [];
    const client = wsClient(
      { authorization: `Bearer ${key}` },
      {
        retryWait: () => Promise.resolve(),
        shouldRetry: () => true,
        on: {
          closed: ({ code, reason }: { code: number; reason: string }) =>
            void closes.push([code, reason]),
        },
      },
    );
    const events = client.iterate({ query: '{ viewer { displayName } }' });
    expect(await events.next()).toMatchObject({
      value: { data: { viewer: { displayName: 'unseen' } } },
    });
    expect(closes).toEqual([[1013, 'Something went wrong here. Try again in a moment.']]);
    broken.mockRestore();
    await client.dispose();
  });
});
