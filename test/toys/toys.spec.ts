import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '#libs/config';
import { createDevelopmentKey } from '#libs/tenants';
import { globalId, type AnyVerb } from '#libs/verbs';
import { ManagedProcess } from '../../apps/launcher/src/processes/managed-process.js';
import { unreviewed } from '../integration/api/role-matrix.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { patchedCopy, type PatchedCopy } from '../support/patched-copy.js';

/** A kind of compute and a verb that only this test has: what it takes to add one is measured by them. */
const [toyKind, toyVerb] = ['test/toys/toy-kind.patch', 'test/toys/toy-verb.patch'];

let copy: PatchedCopy;
let database: TestDatabase;
let api: ManagedProcess;
let url: string;
let adminKey: string;

/** Starts the API of the copy, without Azure; answers where it listens. */
async function startApi(): Promise<string> {
  return new Promise((resolve, reject) => {
    api = new ManagedProcess({
      name: 'api',
      entry: join(copy.folder, 'dist/apps/api/src/main.js'),
      environment: childEnvironment({
        DATABASE_URL: database.url,
        PORT: '0',
        HOST: '127.0.0.1',
        AZURE_CLOUD: 'AzureCloud',
        AZURE_ARM_ENDPOINT: 'https://127.0.0.1:1',
        AZURE_CLIENT_ID: 'nobody',
      }),
      logFile: join(copy.folder, 'api.log'),
      onLine: (line) => {
        if (line.includes('"api ready"')) resolve((JSON.parse(line) as { url: string }).url);
      },
      onUnexpectedExit: (reason) => reject(new Error(reason)),
    });
    api.start().catch(reject);
  });
}

async function ask(key: string, query: string, variables: object = {}): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

const greet = `mutation ($teamId: ID!) { greetTeam(input: { teamId: $teamId }) {
  greeting team { name } userErrors { code field } } }`;

async function givenTeam(name: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO team (name, cost_center) VALUES ($1, 'CC-1') RETURNING id`,
    [name],
  );
  return globalId('Team', rows[0]!.id);
}

/** The key of a new bot with a role in a team. */
async function givenKey(teamId: string, role: string): Promise<string> {
  const made = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }`;
  const input = { botName: role, teamId, role, name: role };
  const data = await ask(adminKey, made, { input });
  return (data as { createApiKey: { secret: string } }).createApiKey.secret;
}

const audited = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ action: string }>(
    `SELECT action FROM audit_event WHERE action LIKE 'team.greet%' ORDER BY id`,
  );
  return rows.map(({ action }) => action);
};

beforeAll(async () => {
  [copy, database] = await Promise.all([patchedCopy([toyKind, toyVerb]), createTestDatabase()]);
  adminKey = await createDevelopmentKey(database.pool);
  url = await startApi();
});
afterAll(async () => {
  await api.stop(5_000);
  await database.drop();
  await copy.remove();
});

describe('a kind that is added', () => {
  it('takes one line of what is written by hand, in the list of kinds, and no migration', () => {
    expect(copy.touchedBy(toyKind)).toEqual([
      { file: 'libs/kinds/every-kind.ts', added: 1, removed: 0 },
    ]);
  });

  it('passes the type check of the whole', { timeout: 300_000 }, async () => {
    expect(await copy.typeErrors()).toBe('');
  });

  it(
    'is asked for, made, shown, listed, swept, adopted, diagnosed and deleted',
    { timeout: 300_000 },
    async () => {
      expect(await copy.runSpec('test/toys/drive-toy-kind.spec.ts')).toEqual({
        'is made by its mutation, which a worker carries out': 'passed',
        'is listed among the computes, and by its own type': 'passed',
        'shows what somebody changed in Azure, tells of it, and diagnoses it': 'passed',
        'is found where nobody asked for it, and is adopted': 'passed',
        'is deleted': 'passed',
      });
    },
  );
});

describe('a verb that is added', () => {
  it('takes one line of what is written by hand, in the catalogue', () => {
    expect(copy.touchedBy(toyVerb)).toEqual([
      { file: 'libs/catalogue/verbs.ts', added: 1, removed: 0 },
    ]);
  });

  it('passes the type check of the whole', { timeout: 300_000 }, async () => {
    expect(await copy.typeErrors()).toBe('');
  });

  it('is reached through GraphQL by who may, with its defaults, and audited', async () => {
    const teamId = await givenTeam('vision');
    expect(await ask(await givenKey(teamId, 'OPERATOR'), greet, { teamId })).toEqual({
      greetTeam: { greeting: 'Hello, team', team: { name: 'vision' }, userErrors: [] },
    });
    expect(await audited()).toEqual(['team.greeted']);
  });

  it.each([
    ['FORBIDDEN', 'VIEWER', 'own'],
    ['NOT_FOUND', 'ADMIN', 'other'],
  ])('is refused as %s to a %s of the %s team', async (code, role, where) => {
    const before = await audited();
    const teamId = await givenTeam(`${role} asks`);
    const key = await givenKey(where === 'own' ? teamId : await givenTeam(`${role} has`), role);
    const userErrors = [{ code, field: ['input', 'teamId'] }];
    expect(await ask(key, greet, { teamId })).toEqual({
      greetTeam: { greeting: null, team: null, userErrors },
    });
    const denied = code === 'FORBIDDEN' ? ['team.greet.denied'] : [];
    expect(await audited()).toEqual([...before, ...denied]);
  });

  it('does not pass before somebody has reviewed it: the role matrix has no line for it', async () => {
    const declared = (await copy.evaluate(
      `const { catalogue } = await import('./dist/libs/catalogue/index.js');
       const said = catalogue.map(({ name, permission, where, exceptOwn }) => ({ name, permission, where, exceptOwn }));
       console.log(JSON.stringify(said));`,
    )) as AnyVerb[];
    expect(unreviewed(declared)).toEqual(['createToyCompute has no line', 'greetTeam has no line']);
  });
});
