import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type Answer, type ApiUnderTest } from '../../support/api.js';
import { givenOperation, givenTeam } from '../../support/gateway.js';

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
