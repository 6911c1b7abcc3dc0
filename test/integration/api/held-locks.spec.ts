import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '#libs/database';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { givenKey, givenOperation, givenTeam, rowIdOf } from '../../support/gateway.js';

let real: TestDatabase;
let database: Database;
let api: ApiUnderTest;
let teamId: string;
let key: string;
/** Somebody at a terminal, who holds things for as long as it takes. */
let other: pg.Client;

beforeAll(async () => {
  real = await createTestDatabase();
  // Long enough for PostgreSQL to find out, after a second, that two wait for each other.
  database = openDatabase({ url: real.url, applicationName: 'api', statementLimitMs: 4_000 });
  api = await startApi({ ...real, ...database });
  teamId = await givenTeam(api, 'vision');
  key = await givenKey(api, teamId, 'OPERATOR', 'operator');
  other = new pg.Client({ connectionString: real.adminUrl });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await api.close();
  await database.close();
  await real.drop();
});
beforeEach(() => other.query('BEGIN'));
afterEach(() => other.query('ROLLBACK'));

const post = (query: string, variables: object, secret = key): Promise<Response> =>
  fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables }),
  });

const cancel = (id: string) =>
  post(
    'mutation ($id: ID!) { cancelOperation(input: { id: $id }) { operation { status } userErrors { code } } }',
    { id },
  );
const createGroup = () =>
  post(
    'mutation ($input: CreateResourceGroupInput!) { createResourceGroup(input: $input) { operation { id } userErrors { code } } }',
    { input: { name: `rg-${randomUUID()}`, location: 'eastus', teamId, costTags } },
  );
const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'held' }));

async function expectRefusal(response: Response): Promise<void> {
  const { errors } = (await response.json()) as { errors: unknown };
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(errors).toMatchObject([
    {
      message: 'Something else holds what this needs: nothing was done. Ask again in 5 seconds.',
      extensions: { code: 'DATABASE_UNAVAILABLE', accepted: 'NO', retryAfterSeconds: 5 },
    },
  ]);
}

/** Statements of the API that wait for a lock. */
const waiting = async (): Promise<number> =>
  (
    await real.pool.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'api' AND wait_event_type = 'Lock'`,
    )
  ).rowCount ?? NaN;

describe('what somebody else holds', () => {
  it('is waited for, and had once it is let go', async () => {
    const id = await givenOperation(api, teamId, 'soon-free');
    await other.query('SELECT FROM operation WHERE id = $1 FOR UPDATE', [rowIdOf(id)]);
    const canceled = cancel(id);
    await expect.poll(waiting).toBe(1);
    await other.query('COMMIT');
    expect(await (await canceled).json()).toMatchObject({
      data: { cancelOperation: { operation: { status: 'CANCELED' }, userErrors: [] } },
    });
  });

  it('for long is refused for now, whether a row or a table, and nothing is done', async () => {
    const id = await givenOperation(api, teamId, 'held');
    await other.query('SELECT FROM operation WHERE id = $1 FOR UPDATE', [rowIdOf(id)]);
    await other.query('LOCK TABLE resource IN SHARE MODE');
    const refused = await Promise.all([cancel(id), createGroup(), createGroup()]);
    for (const response of refused) await expectRefusal(response);
    await other.query('COMMIT');
    expect((await cancel(id)).status).toBe(200);
    expect((await createGroup()).status).toBe(200);
  });

  it('while it waits for what a mutation holds, is refused for now too', async () => {
    const id = await givenOperation(api, teamId, 'crossed');
    await other.query(`SET LOCAL deadlock_timeout = '1h'`);
    await other.query('SELECT FROM resource WHERE name = $1 FOR UPDATE', ['crossed']);
    const canceled = cancel(id);
    await expect.poll(waiting).toBe(1);
    await other.query('SELECT FROM operation WHERE id = $1 FOR UPDATE', [rowIdOf(id)]);
    await expectRefusal(await canceled);
  });
});
