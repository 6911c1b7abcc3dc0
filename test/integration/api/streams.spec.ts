import { createClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { cancel, givenKey, givenOperation, givenTeam } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
let otherKey: string;

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
  otherKey = await givenKey(api, await givenTeam(api, 'speech'), 'ADMIN', 'other');
});
afterAll(() => api.close());

interface Event {
  data?: {
    operationUpdated?: { status: string } | null;
    operationsUpdated?: { id: string } | null;
  } | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

interface Protocol {
  name: string;
  listen(
    query: string,
    variables: Record<string, unknown>,
    key?: string,
  ): AsyncIterableIterator<Event>;
}

const protocols: Protocol[] = [
  {
    name: 'SSE',
    listen: (query, variables, key = api.adminKey) =>
      createClient({
        url: `${api.url}/graphql/stream`,
        headers: { authorization: `Bearer ${key}` },
        retryAttempts: 0,
      }).iterate({ query, variables }) as AsyncIterableIterator<Event>,
  },
  {
    name: 'graphql-transport-ws',
    listen: (query, variables, key = api.adminKey) =>
      createWsClient({
        url: `${api.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${key}` },
        retryAttempts: 0,
        lazyCloseTimeout: 0,
      }).iterate({ query, variables }) as AsyncIterableIterator<Event>,
  },
];

const byId = 'subscription ($id: ID!) { operationUpdated(id: $id) { id status } }';
const all = 'subscription { operationsUpdated { id } }';

async function readAll(events: AsyncIterableIterator<Event>): Promise<Event[]> {
  const seen: Event[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const followed = (count: number): Promise<void> =>
  vi.waitFor(() => expect(api.streamCount()).toBe(count), { timeout: 10_000 });

describe.each(protocols)('a subscription over $name', ({ name, listen }) => {
  it('answers the current state first, then every change, and ends after the last', async () => {
    const id = await givenOperation(api, teamId, `streamed-${name}`);
    const seen: unknown[] = [];
    for await (const { data, errors } of listen(byId, { id })) {
      expect(errors).toBeUndefined();
      seen.push(data?.operationUpdated?.status);
      if (seen.length === 1) await cancel(api, id);
    }
    expect(seen).toEqual(['QUEUED', 'CANCELED']);
  });

  it('answers the same whole event to all who ask the same of it', async () => {
    const document =
      'subscription { operationsUpdated { id status targetName steps { name status } } }';
    const streams = Array.from({ length: 5 }, () => listen(document, {}));
    const firsts = streams.map((stream) => stream.next());
    await followed(5);
    await givenOperation(api, teamId, `shared-${name}`);
    const answers = await Promise.all(firsts);
    const [first] = answers;
    expect(first?.value).toMatchObject({
      data: { operationsUpdated: { status: 'QUEUED', targetName: `shared-${name}` } },
    });
    for (const answer of answers) expect(answer).toEqual(first);
    for (const stream of streams) await stream.return?.();
    await followed(0);
    await followed(0);
  });

  it('says once that there is no such operation, be it unknown or another team’s', async () => {
    const theirs = await givenOperation(api, teamId, `theirs-${name}`);
    const unknown = Buffer.from('Operation:01a1fc7c-8a11-7030-948c-59f566fb3cf5').toString(
      'base64url',
    );
    for (const id of [theirs, unknown, 'nonsense']) {
      const events = await readAll(listen(byId, { id }, otherKey));
      expect(events).toMatchObject([
        { errors: [{ message: 'There is no such operation.', extensions: { code: 'NOT_FOUND' } }] },
      ]);
    }
    await followed(0);
  });

  it('ends with one error that says nothing of what broke inside', async () => {
    const id = await givenOperation(api, teamId, `broken-${name}`);
    const broken = vi
      .spyOn(api.database.pool, 'query')
      .mockRejectedValue(new Error('password of the database'));
    const events = await readAll(listen(byId, { id })).finally(() => broken.mockRestore());
    expect(events).toMatchObject([{ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }]);
    expect(JSON.stringify(events)).not.toContain('password');
    await followed(0);
  });

  it('is let go at once when its client leaves, without another event', async () => {
    const events = listen(all, {});
    const first = events.next();
    await followed(1);
    await events.return?.();
    await followed(0);
    await first;
  });

  it('ends within seconds when its key is revoked or runs out, or its principal is disabled', async () => {
    const endings = [
      'UPDATE api_key SET revoked_at = now() WHERE name = $1',
      'UPDATE api_key SET expires_at = now() WHERE name = $1',
      'UPDATE principal SET disabled_at = now() WHERE display_name = $1',
    ].map((sql, index) => ({ sql, bot: `short-lived-${name}-${index}` }));
    const streams: Promise<Event[]>[] = [];
    for (const { bot } of endings)
      streams.push(readAll(listen(all, {}, await givenKey(api, teamId, 'VIEWER', bot))));
    await followed(endings.length);
    for (const { sql, bot } of endings) await api.database.pool.query(sql, [bot]);
    for (const events of await Promise.all(streams)) {
      expect(events).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    }
    await followed(0);
  });
});

it('a socket whose key counts no more is closed for good once its stream has said so', async () => {
  const key = await givenKey(api, teamId, 'VIEWER', 'leaver');
  const closed = Promise.withResolvers<unknown>();
  const client = createWsClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    on: { closed: closed.resolve },
  });
  // One that has ended closes nothing.
  await client.iterate({ query: '{ viewer { id } }' }).next();
  const events = client.iterate({ query: all }) as AsyncIterableIterator<Event>;
  const first = events.next();
  await followed(1);
  await api.database.pool.query(
    `UPDATE principal SET disabled_at = now() WHERE display_name = 'leaver'`,
  );
  expect((await first).value).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(await closed.promise).toMatchObject({ code: 4401 });
  await client.dispose();
});

describe('a stream whose LISTEN connection was lost', () => {
  it('hears of what was committed meanwhile', async () => {
    const { listen } = protocols[0]!;
    const events = listen(all, {});
    const next = async (): Promise<string | undefined> => {
      const { value } = (await events.next()) as IteratorResult<Event, undefined>;
      return value?.data?.operationsUpdated?.id;
    };
    const first = next();
    await followed(1);
    // The listener is away from here until it is back within a second; what is done now is announced to nobody.
    await api.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'armature listen%'`,
    );
    const id = await givenOperation(api, teamId, 'unheard');
    let heard = await first;
    while (heard !== id) heard = await next();
    await events.return?.();
    await followed(0);
  });
});

describe('many streams', () => {
  /** One connection with any number of subscriptions. */
  function connect(key: string, url = api.url) {
    const client = createWsClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
    });
    return {
      close: async () => client.dispose(),
      listen: (query: string, variables: Record<string, unknown> = {}) =>
        client.iterate({ query, variables }) as AsyncIterableIterator<Event>,
    };
  }

  it('of one operation cost one read a visibility, and not one each', async () => {
    const id = await givenOperation(api, teamId, 'watched-by-many');
    const viewer = await givenKey(api, teamId, 'VIEWER', 'one-of-many');
    const sockets = [connect(api.adminKey), connect(viewer)];
    const streams = sockets.flatMap(({ listen }) =>
      Array.from({ length: 300 }, () => readAll(listen(byId, { id }))),
    );
    await followed(600);
    api.statements();
    await cancel(api, id);
    for (const events of await Promise.all(streams))
      expect(events.at(-1)?.data?.operationUpdated?.status).toBe('CANCELED');
    const reads = api.statements().filter((text) => /FROM operation o\b/.test(text));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.length).toBeLessThan(12);
    for (const { close } of sockets) await close();
  });

  it('are let in up to the limit, and said why beyond it', async () => {
    const limited = await startApi(undefined, undefined, undefined, {
      streamLimits: { perSocket: 3, perPrincipal: 5, perProcess: 100 },
    });
    const listen = (socket: ReturnType<typeof connect>) => {
      const events = socket.listen(all);
      return {
        events,
        first: events.next().then(
          ({ value }) => value as Event | undefined,
          (errors: unknown) => ({ errors }),
        ),
      };
    };
    const [one, two] = [0, 1].map(() => connect(limited.adminKey, limited.url));
    const streams = [one, one, one].map((socket) => listen(socket!));
    await expect.poll(() => limited.streamCount()).toBe(3);
    expect(await listen(one!).first).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/^This connection has 3 .* End some/) as string,
          extensions: { code: 'STREAM_LIMIT_EXCEEDED' },
        },
      ],
    });
    streams.push(...[two, two].map((socket) => listen(socket!)));
    await expect.poll(() => limited.streamCount()).toBe(5);
    expect(await listen(two!).first).toMatchObject({
      errors: [{ extensions: { code: 'STREAM_LIMIT_EXCEEDED' } }],
    });
    await streams[0]!.events.return?.();
    await expect.poll(() => limited.streamCount()).toBe(4);
    void listen(two!);
    await expect.poll(() => limited.streamCount()).toBe(5);
    await one!.close();
    await two!.close();
    await limited.close();
  });

  it('show nothing any more to whoever lost the role', async () => {
    const bot = 'loses-its-role';
    const key = await givenKey(api, teamId, 'VIEWER', bot);
    const socket = connect(key);
    const seen: string[] = [];
    void (async () => {
      for await (const { data } of socket.listen(all)) seen.push(data!.operationsUpdated!.id);
    })();
    await followed(1);
    const before = await givenOperation(api, teamId, 'seen-before');
    await vi.waitFor(() => expect(seen).toContain(before), { timeout: 10_000 });
    await api.database.pool.query(
      `DELETE FROM role_assignment WHERE principal_id = (SELECT id FROM principal WHERE display_name = $1)`,
      [bot],
    );
    // Until it is noticed, five seconds at most, things may still be shown; from then on nothing is.
    await vi.waitFor(
      async () => {
        const { data } = await api.graphql(key, '{ operations(first: 1) { nodes { id } } }');
        expect(data).toMatchObject({ operations: { nodes: [] } });
      },
      { timeout: 10_000 },
    );
    const after = await givenOperation(api, teamId, 'not-seen-after');
    const other = connect(api.adminKey);
    const heard = other.listen(byId, { id: after });
    await heard.next();
    await cancel(api, after);
    await readAll(heard);
    expect(seen).not.toContain(after);
    await socket.close();
    await other.close();
  });
});
