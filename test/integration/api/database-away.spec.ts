import { randomUUID } from 'node:crypto';
import { createClient as createWsClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import WebSocket from 'ws';
import { openDatabase, type Database } from '#libs/database';
import { withClient } from '../../../apps/launcher/src/postgres/prepare-database.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { startDyingHop, type DyingHop } from '../../support/dying-hop.js';
import { givenKey, givenTeam } from '../../support/gateway.js';

let real: TestDatabase;
let hop: DyingHop;
let database: Database;
let api: ApiUnderTest;
let teamId: string;
/** Called with what is about to be sent. */
let beforeStatement: (text: string) => void = () => undefined;

let mend: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  real = await createTestDatabase();
  hop = await startDyingHop(Number(new URL(inject('postgres').adminUrl).port));
  database = openDatabase({ url: hop.through(real.url), applicationName: 'api behind a hop' });
  database.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      const [asked] = args as [string | { text: string }];
      beforeStatement(typeof asked === 'string' ? asked : asked.text);
      return query(...args);
    };
    Object.assign(client, { query: watched });
  });
  api = await startApi({ ...real, ...database, url: hop.through(real.url) });
  teamId = await givenTeam(api, 'vision');
});
afterAll(async () => {
  await api.close();
  await hop.stop();
  await database.close();
  await real.drop();
});
afterEach(async () => {
  beforeStatement = () => undefined;
  hop.heal();
  await mend();
  mend = async () => undefined;
  await vi.waitFor(() => database.pool.query('SELECT 1'), { timeout: 30_000, interval: 200 });
});

const onServer = (statement: string): Promise<unknown> =>
  withClient(inject('postgres').adminUrl, (client) => client.query(statement));
const name = (): string => new URL(real.url).pathname.slice(1);
/** New connections meet what was set for the database. */
const closeAll = (): Promise<unknown> =>
  onServer(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = '${name()}' AND application_name = 'api behind a hop'`,
  );

/** Ways in which a database is away, for real. */
const ways: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'acknowledges everything and answers nobody',
    async () => hop.swallow('all connections'),
    async () => hop.heal(),
  ],
  [
    'has too many connections',
    () => onServer(`ALTER DATABASE ${name()} CONNECTION LIMIT 0`).then(closeAll),
    () => onServer(`ALTER DATABASE ${name()} CONNECTION LIMIT -1`),
  ],
  ['refuses connections', async () => hop.refuse(), async () => hop.heal()],
];

const post = (key: string, query: string, accept = 'application/json'): Promise<Response> =>
  fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  });

async function expectUnavailable(response: Response): Promise<void> {
  const text = await response.text();
  expect([response.status, response.headers.get('retry-after')], text).toEqual([503, '5']);
  expect(text).toContain('DATABASE_UNAVAILABLE');
  expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|ECONN|postgres|timeout/i);
}

/** An operator whom the API has just seen, so that nobody is looked up again for some seconds. */
async function knownKey(): Promise<string> {
  const key = await givenKey(api, teamId, 'OPERATOR', `known-${randomUUID()}`);
  expect((await post(key, '{ viewer { id } }')).status).toBe(200);
  return key;
}

describe.each(ways)('while the database %s', (_how, away, back) => {
  it('everything that asks it is answered 503, to be asked again, and then as ever', async () => {
    const unknown = await givenKey(api, teamId, 'VIEWER', `unknown-${randomUUID()}`);
    const streaming = await givenKey(api, teamId, 'VIEWER', `streaming-${randomUUID()}`);
    const polling = await givenKey(api, teamId, 'VIEWER', `polling-${randomUUID()}`);
    const known = await knownKey();
    mend = back;
    await away();
    const ask = '{ operations(first: 1) { nodes { id } } }';
    const answers = await Promise.all([
      post(known, ask),
      post(known, ask, 'application/graphql-response+json'),
      post(unknown, ask),
      fetch(`${api.url}/operations/T3BlcmF0aW9uOjE`, {
        headers: { authorization: `Bearer ${polling}` },
      }),
      fetch(`${api.url}/graphql/stream`, {
        method: 'POST',
        headers: {
          accept: 'text/event-stream',
          'content-type': 'application/json',
          authorization: `Bearer ${streaming}`,
        },
        body: JSON.stringify({ query: 'subscription { operationsUpdated { id } }' }),
      }),
    ]);
    for (const answer of answers) await expectUnavailable(answer);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    await back();
    await vi.waitFor(
      async () => {
        expect((await post(unknown, ask)).status).toBe(200);
        expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  it('a socket is closed with a code that clients come back after', async () => {
    const key = await givenKey(api, teamId, 'VIEWER', `socket-${randomUUID()}`);
    mend = back;
    await away();
    const closed = vi.fn();
    const client = createWsClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      connectionParams: { authorization: `Bearer ${key}` },
      onNonLazyError: () => undefined,
      on: { closed },
    });
    await vi.waitFor(() => expect(closed).toHaveBeenCalled(), { timeout: 30_000 });
    expect(closed.mock.calls[0]?.[0]).toMatchObject({ code: 1013 });
    await client.dispose();
  });
});

const createGroup = (key: string, input: object) =>
  api.graphql(
    key,
    `mutation ($input: CreateResourceGroupInput!) {
      createResourceGroup(input: $input) { operation { id } userErrors { code message } } }`,
    { input },
  );
const group = () => ({
  name: `rg-${randomUUID().slice(0, 8)}`,
  location: 'eastus',
  teamId,
  costTags: ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'away' })),
  idempotencyKey: randomUUID(),
});
const operationsOn = async (target: string): Promise<number | null> =>
  (await real.pool.query('SELECT FROM operation WHERE target_name = $1', [target])).rowCount;

describe('a mutation', () => {
  it('whose answer is lost says that nobody knows, and is done once where it is asked again', async () => {
    const key = await knownKey();
    const input = group();
    beforeStatement = (text) => text.includes('append_audit_event') && hop.swallowAnswers();
    const lost = await createGroup(key, input);
    beforeStatement = () => undefined;
    expect(lost.status, JSON.stringify(lost)).toBe(503);
    expect(lost.errors?.[0]).toMatchObject({
      message: expect.stringContaining('with the same idempotencyKey') as string,
      extensions: { code: 'DATABASE_UNAVAILABLE', accepted: 'UNKNOWN', retryAfterSeconds: 5 },
    });
    const again = await createGroup(key, input);
    expect([again.status, again.errors]).toEqual([200, undefined]);
    expect(await operationsOn(input.name)).toBe(1);
  });

  it('whose COMMIT is lost says the same', async () => {
    const input = { name: `team-${randomUUID()}`, costCenter: 'cc', idempotencyKey: randomUUID() };
    const createTeam = () =>
      api.graphql(
        api.adminKey,
        'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }',
        { input },
      );
    beforeStatement = (text) => text === 'COMMIT' && hop.swallowAnswers();
    const lost = await createTeam();
    beforeStatement = () => undefined;
    expect(lost.errors?.[0]?.extensions).toMatchObject({ accepted: 'UNKNOWN' });
    expect((await createTeam()).errors).toBeUndefined();
    const { rowCount } = await real.pool.query('SELECT FROM team WHERE name = $1', [input.name]);
    expect(rowCount).toBe(1);
  });

  it('that never came as far says that nothing was done', async () => {
    const key = await knownKey();
    const input = group();
    hop.swallow('all connections');
    const refused = await createGroup(key, input);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ accepted: 'NO' });
    expect(await operationsOn(input.name)).toBe(0);
  });

  it('that was accepted and cannot be shown says so, with its operation', async () => {
    const key = await knownKey();
    const input = group();
    let isAccepted = false;
    beforeStatement = (text) => {
      if (isAccepted) hop.swallow('all connections');
      isAccepted ||= text.includes('append_audit_event');
    };
    const unshown = await createGroup(key, input);
    beforeStatement = () => undefined;
    expect(unshown.errors?.[0]).toMatchObject({
      message: expect.stringContaining('It was accepted as operation ') as string,
      extensions: { accepted: 'YES' },
    });
    expect(await operationsOn(input.name)).toBe(1);
  });

  it('on a database that is read-only is refused for now, and half of nothing is written', async () => {
    const key = await knownKey();
    const input = group();
    await onServer(`ALTER DATABASE ${name()} SET default_transaction_read_only = on`);
    await closeAll();
    const refused = await createGroup(key, input);
    await onServer(`ALTER DATABASE ${name()} RESET default_transaction_read_only`);
    await closeAll();
    expect(refused.status).toBe(503);
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      accepted: 'NO',
    });
    expect(await operationsOn(input.name)).toBe(0);
  });
});
