import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { startApi, type Answer, type ApiUnderTest } from '../../support/api.js';
import { givenOperation, givenTeam, rowIdOf } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
beforeAll(async () => {
  api = await startApi(undefined, undefined, undefined, { costLimit: Infinity });
  teamId = await givenTeam(api, 'vision');
});
afterAll(() => api.close());

const schema =
  '{ __schema { types { name description fields { name description args { name description } } } } }';

function post(path: string, query: string, accept = 'application/json'): string {
  const body = JSON.stringify({ query });
  return [
    `POST ${path} HTTP/1.1`,
    'host: armature',
    `accept: ${accept}`,
    `authorization: Bearer ${api.adminKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** Somebody who asks and does not read. */
function ask(requests: string): Socket {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname, () => socket.write(requests));
  socket.pause();
  return socket;
}

const ended = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('error', () => resolve(true));
    socket.once('close', () => resolve(true));
  });

describe('a client that asks and does not read', () => {
  it('is let go, and what it was asked for with it', async () => {
    const socket = ask(post('/graphql', schema).repeat(60));
    const gone = ended(socket);
    // A socket that is paused hears nothing of its end, but when it writes.
    const beat = setInterval(() => socket.write('\r\n'), 200);
    expect(await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 45_000))])).toBe(
      true,
    );
    clearInterval(beat);
  }, 60_000);

  it('keeps no other from being answered meanwhile', async () => {
    const sockets = Array.from({ length: 5 }, () => ask(post('/graphql', schema).repeat(20)));
    const { data } = await api.graphql(api.adminKey, '{ viewer { id } }');
    expect(data).toMatchObject({ viewer: { id: expect.any(String) as string } });
    for (const socket of sockets) socket.destroy();
  });
});

/** Somebody who listens and does not read: by a way, and with what ends it. */
const listeners: [string, (query: string) => Promise<() => void>][] = [
  [
    'server-sent events',
    async (query) => {
      const socket = ask(post('/graphql/stream', query, 'text/event-stream'));
      return () => socket.destroy();
    },
  ],
  [
    'graphql-transport-ws',
    async (query) => {
      const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, [
        'graphql-transport-ws',
      ]);
      const send = (message: object): void => socket.send(JSON.stringify(message));
      await once(socket, 'open');
      send({ type: 'connection_init', payload: { authorization: `Bearer ${api.adminKey}` } });
      await once(socket, 'message');
      send({ id: '1', type: 'subscribe', payload: { query } });
      socket.pause();
      return () => socket.terminate();
    },
  ],
];

describe.each(listeners)('a client that listens over %s and does not read', (way, listen) => {
  it('has no event read for it before it has taken those before, and is let go', async () => {
    const operationId = rowIdOf(await givenOperation(api, teamId, `unread-${way.length}x`));
    await api.database.pool.query(
      `UPDATE operation SET error = jsonb_build_object('code', 'x', 'retry', 'LATER', 'message', repeat('x', 50000)) WHERE id = $1`,
      [operationId],
    );
    onTestFinished(await listen('subscription { operationsUpdated { id error { message } } }'));
    await expect.poll(() => api.streamCount()).toBe(1);
    api.statements();
    const change = { topic: 'operation.changed', operationId, teamId: rowIdOf(teamId) };
    await api.database.pool.query(
      `SELECT pg_notify('armature_outbox', ($1::jsonb || jsonb_build_object('n', n))::text) FROM generate_series(1, 900) n`,
      [JSON.stringify(change)],
    );
    let reads = 0;
    let before = -1;
    const settled = (): boolean => {
      before = reads;
      reads += api.statements().filter((text) => /FROM operation o\b/.test(text)).length;
      return reads > 0 && reads === before;
    };
    await expect.poll(settled, { interval: 200, timeout: 20_000 }).toBe(true);
    // The two kernels between them take some megabytes.
    expect(reads).toBeLessThan(600);
    await expect.poll(() => api.streamCount(), { timeout: 30_000 }).toBe(0);
  }, 60_000);
});

describe('an answer that is too large', () => {
  it.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ])('is not sent, and says by how much: to %s with %i', async (accept, status) => {
    const id = await givenOperation(api, teamId, `large-${status}x`);
    await api.database.pool.query(
      `UPDATE operation SET error = jsonb_build_object('code', 'x', 'retry', 'LATER', 'message', repeat('x', 50000))`,
    );
    const many = Array.from({ length: 100 }, () => `"${id}"`).join();
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        accept,
        authorization: `Bearer ${api.adminKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        query: `{ nodes(ids: [${many}]) { ... on Operation { error { message } } } }`,
      }),
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(accept);
    const { errors } = (await response.json()) as Answer;
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(
          /^The answer would have 5\d{6} bytes; 4000000 are the most/,
        ) as string,
        extensions: { code: 'ANSWER_TOO_LARGE' },
      },
    ]);
  });
});
