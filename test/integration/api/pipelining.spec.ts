import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

/** A request that reads the table of teams, known by its alias; without a body, which would end with the connection. */
const request = (alias: string): string => {
  const query = encodeURIComponent(`{ ${alias}: teams(first: 1) { nodes { id } } }`);
  return [
    `GET /graphql?query=${query} HTTP/1.1`,
    'host: armature',
    `authorization: Bearer ${api.adminKey}`,
    'accept: application/json',
    '',
    '',
  ].join('\r\n');
};

/** A connection, and the aliases of the answers that came on it. */
function receive() {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  sockets.push(socket);
  let received = '';
  socket.on('data', (data) => (received += String(data)));
  const answered = (): string =>
    [...received.matchAll(/"(.)":{"nodes"/g)].map(([, alias]) => alias).join('');
  return { socket, answered };
}

/** How many sessions wait for a lock. */
const waiting = async (): Promise<number> => {
  const { rows } = await api.database.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return rows[0]?.count ?? 0;
};

describe('requests that are sent on one connection without waiting for answers', () => {
  it('are answered each, in their order', async () => {
    const { socket, answered } = receive();
    socket.write(['a', 'b', 'c', 'd'].map(request).join(''));
    await expect.poll(answered).toBe('abcd');
  });

  /** Does something while no request that reads teams can end. */
  async function whileHeld(work: () => Promise<void>): Promise<void> {
    const holder = await api.database.pool.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE team IN ACCESS EXCLUSIVE MODE');
      await work();
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
  }

  it('run one at a time, while those of other connections go on', async () => {
    const [many, one] = [receive(), receive()];
    await whileHeld(async () => {
      many.socket.write(['a', 'b', 'c'].map(request).join(''));
      await expect.poll(waiting).toBe(1);
      one.socket.write(request('d'));
      await expect.poll(waiting).toBe(2);
    });
    await expect.poll(() => [many.answered(), one.answered()]).toEqual(['abc', 'd']);
  });

  it('are let go of with their connection', async () => {
    const next = receive();
    await whileHeld(async () => {
      const { socket } = receive();
      socket.write(['a', 'b', 'c'].map(request).join(''));
      await expect.poll(waiting).toBe(1);
      socket.destroy();
      await expect.poll(waiting).toBe(0);
      next.socket.write(request('d'));
      await expect.poll(waiting).toBe(1);
    });
    await expect.poll(() => next.answered()).toBe('d');
  });
});
