import { createClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenOperation, givenTeam } from '../../support/gateway.js';

let api: ApiUnderTest;
let hurried: ApiUnderTest;
let operationId: string;
let holder: pg.Client;

beforeAll(async () => {
  api = await startApi();
  operationId = await givenOperation(api, await givenTeam(api, 'vision'), 'watched');
  hurried = await startApi(undefined, undefined, undefined, {
    http: { corsOrigins: [], trustedProxies: [], deadlineSeconds: 1 },
  });
});
afterAll(async () => {
  await api.close();
  await hurried.close();
});
beforeEach(() => holdTables(api));
afterEach(() => holder.end());

/** Whoever reads waits from now on, as for a statement that takes long. */
async function holdTables({ database, adminKey, graphql }: ApiUnderTest): Promise<void> {
  // Who asks is known before: that is looked up once for many.
  await graphql(adminKey, '{ viewer { id } }');
  holder = new pg.Client({ connectionString: database.migrationUrl });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE resource, operation IN ACCESS EXCLUSIVE MODE');
}

/** Statements that wait for the tables. */
async function waiting(): Promise<number> {
  const { rows } = await holder.query<{ count: number }>(
    `SELECT count(DISTINCT pid)::int AS count FROM pg_locks
      WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows[0]!.count;
}
/** Shorter than the three seconds after which a wait for a lock ends by itself. */
const patience = { timeout: 2_000, interval: 20 };

const ask = (to: ApiUnderTest, query: string, signal?: AbortSignal) =>
  fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${to.adminKey}` },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });

const page = '{ computes(first: 10) { nodes { id } } workspaces(first: 10) { nodes { id } } }';

describe('what a client asked for ends in PostgreSQL when the client leaves', () => {
  it('over HTTP', async () => {
    const leave = new AbortController();
    const asked = ask(api, page, leave.signal).catch(() => undefined);
    await expect.poll(waiting, patience).toBe(2);
    leave.abort();
    await asked;
    await expect.poll(waiting, patience).toBe(0);
  });

  it('over REST', async () => {
    const leave = new AbortController();
    const asked = fetch(`${api.url}/operations/${operationId}`, {
      headers: { authorization: `Bearer ${api.adminKey}` },
      signal: leave.signal,
    }).catch(() => undefined);
    await expect.poll(waiting, patience).toBe(1);
    leave.abort();
    await asked;
    await expect.poll(waiting, patience).toBe(0);
  });

  it('over server-sent events', async () => {
    const client = createClient({
      url: `${api.url}/graphql/stream`,
      headers: { authorization: `Bearer ${api.adminKey}` },
      retryAttempts: 0,
    });
    const leave = client.subscribe(
      { query: `subscription { operationUpdated(id: "${operationId}") { id } }` },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    await expect.poll(waiting, patience).toBe(1);
    leave();
    await expect.poll(waiting, patience).toBe(0);
    await expect.poll(() => api.streamCount(), patience).toBe(0);
  });

  it('over a socket that breaks', async () => {
    const sockets: WebSocket[] = [];
    class Kept extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args);
        sockets.push(this);
      }
    }
    const client = createWsClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Kept,
      connectionParams: { authorization: `Bearer ${api.adminKey}` },
      retryAttempts: 0,
    });
    const query = `subscription { operationUpdated(id: "${operationId}") { id target { id } } }`;
    client.subscribe(
      { query },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    await expect.poll(waiting, patience).toBe(1);
    sockets[0]!.terminate();
    await expect.poll(waiting, patience).toBe(0);
    await expect.poll(() => api.streamCount(), patience).toBe(0);
  });
});

describe('a request that takes longer than any may', () => {
  it('is answered with what to do, and reads on no more', async () => {
    await holder.end();
    await holdTables(hurried);
    const response = await ask(hurried, page);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(
            /^This took longer than 1 seconds .* Ask for less/,
          ) as string,
          extensions: { code: 'DEADLINE_EXCEEDED' },
        },
      ],
    });
    await expect.poll(waiting, patience).toBe(0);
  });
});
