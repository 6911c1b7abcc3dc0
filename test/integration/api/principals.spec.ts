import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { globalId } from '#libs/verbs';
import { createAuthenticator } from '#libs/tenants';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { audience, EntraIssuer, tenantId } from '../../support/entra-issuer.js';
import { at, givenKey, givenTeam, rowIdOf, type Loose } from '../../support/gateway.js';
import { streamWays, type Client } from '../../support/ways-in.js';

let api: ApiUnderTest;
let issuer: EntraIssuer;
let teamId: string;
let otherId: string;

beforeAll(async () => {
  issuer = await EntraIssuer.start();
  // The API's own pool is the authenticator's: the database is made first.
  api = await startApi(undefined, undefined, undefined, {
    authenticate: (bearer) => authenticate(bearer),
  });
  const entra = { tenantIds: [tenantId], audience, authority: issuer.authority };
  const { pool } = api.database;
  authenticate = createAuthenticator({ pool, entra, onError: () => undefined });
  teamId = await givenTeam(api, 'vision');
  otherId = await givenTeam(api, 'other');
});
afterAll(async () => {
  await api.close();
  await issuer.stop();
});
let authenticate: ReturnType<typeof createAuthenticator> = async () => undefined;

const givenBot = (role: string, team: string | null = teamId): Promise<string> =>
  givenKey(api, team, role, `${role}-${crypto.randomUUID()}`);

const idOf = async (credential: string): Promise<string> =>
  at((await api.graphql(credential, '{ viewer { id } }')).data).viewer!.id!;

interface Switched {
  principal: { id: string; disabledAt: string | null } | null;
  warnings: { code: string; message: string }[];
  userErrors: { code: string; field: string[]; message: string }[];
}

async function ask(key: string, verb: string, input: object, to = api): Promise<Switched> {
  const type = `${verb[0]!.toUpperCase()}${verb.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${verb}(input: $input) {
    principal { id disabledAt } warnings { code message } userErrors { code field message } } }`;
  const { data, errors } = await to.graphql(key, document, { input });
  expect(errors).toBeUndefined();
  return at(data)[verb] as unknown as Switched;
}
const disable = (key: string, principalId: string, more: object = {}): Promise<Switched> =>
  ask(key, 'disablePrincipal', { principalId, ...more });
const enable = (key: string, principalId: string): Promise<Switched> =>
  ask(key, 'enablePrincipal', { principalId });

const query = <R extends object>(text: string, values: unknown[] = []) =>
  api.database.pool.query<R>(text, values);

const auditedOf = async (action: string, id: string): Promise<unknown[]> =>
  (
    await query('SELECT FROM audit_event WHERE action = $1 AND target_id = $2', [
      action,
      rowIdOf(id),
    ])
  ).rows;

const refused = (code: string) => ({
  principal: null,
  userErrors: [{ code, field: ['input', 'principalId'] }],
});

/** Gives a principal a role beside those that it has. */
const give = (id: string, role: string, team: string | null) =>
  query('INSERT INTO role_assignment (principal_id, team_id, role) VALUES ($1, $2, $3::"Role")', [
    rowIdOf(id),
    team && rowIdOf(team),
    role,
  ]);

const open: Client[] = [];
afterEach(() => open.splice(0).forEach((client) => client.close()));

describe('a principal that is disabled', () => {
  it('is nobody within five seconds, by a key or by a token, and somebody again once it is enabled', async () => {
    const key = await givenBot('VIEWER');
    const token = await issuer.token({ oid: crypto.randomUUID(), roles: ['Armature.Viewer'] });
    for (const credential of [key, token]) {
      const id = await idOf(credential);
      const done = await disable(api.adminKey, id);
      expect(done.userErrors).toEqual([]);
      expect(done.principal?.disabledAt).toBeTruthy();
      const status = async () => (await api.graphql(credential, '{ viewer { id } }')).status;
      await vi.waitFor(async () => expect(await status()).toBe(401), { timeout: 5_000 });
      expect((await enable(api.adminKey, id)).principal?.disabledAt).toBeNull();
      expect(await status()).toBe(200);
      expect(await auditedOf('principal.disabled', id)).toHaveLength(1);
      expect(await auditedOf('principal.enabled', id)).toHaveLength(1);
    }
  });

  it.each(streamWays)('hears no more within five seconds over $name', async ({ connect }) => {
    const key = await givenBot('VIEWER');
    const id = await idOf(key);
    const client = connect(api, key);
    open.push(client);
    const told: unknown[] = [];
    const { answer } = client.ask('subscription { operationsUpdated { id } }', (one) =>
      told.push(one),
    );
    const ended = answer.then(
      ({ errors }) => errors?.[0]?.extensions?.['code'] ?? 'told',
      () => 'UNAUTHENTICATED',
    );
    await vi.waitFor(() => expect(api.streamCount()).toBe(1));
    await disable(api.adminKey, id);
    await vi.waitFor(() => expect(api.streamCount()).toBe(0), { timeout: 5_500 });
    client.close();
    expect(await ended).not.toBe('told');
    expect(told.filter((one) => (one as { data?: unknown }).data)).toEqual([]);
  });

  it('is told apart by what is shown of it, and shown to whoever saw it before', async () => {
    const key = await givenBot('VIEWER');
    const id = await idOf(key);
    await disable(api.adminKey, id);
    const admin = await givenBot('ADMIN');
    const of = async (filter: object): Promise<string[]> => {
      const { data } = await api.graphql(
        admin,
        'query ($filter: PrincipalFilter) { principals(first: 100, filter: $filter) { nodes { id } } }',
        { filter },
      );
      return (at(data).principals!.nodes as unknown as Loose[]).map((one) => one.id!);
    };
    expect(await of({ disabled: true })).toContain(id);
    expect(await of({ disabled: false })).not.toContain(id);
  });

  it('is disabled once, however often it is asked for', async () => {
    const id = await idOf(await givenBot('VIEWER'));
    const first = await disable(api.adminKey, id);
    expect(await disable(api.adminKey, id)).toEqual(first);
    expect(await auditedOf('principal.disabled', id)).toHaveLength(1);
  });

  it('leaves keys behind that it made for others, and the answer names those that work', async () => {
    const maker = await givenBot('ADMIN');
    const made = async (name: string): Promise<string> => {
      const document = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { prefix } } }`;
      const input = { botName: name, teamId, role: 'VIEWER', name };
      const { data } = await api.graphql(maker, document, { input });
      return at(data).createApiKey!.apiKey!.prefix!;
    };
    const [works, revoked] = [await made('works'), await made('revoked')];
    await query('UPDATE api_key SET revoked_at = now() WHERE prefix = $1', [revoked]);
    const { warnings } = await disable(api.adminKey, await idOf(maker));
    expect(warnings).toEqual([
      { code: 'KEY_GOES_ON', message: `${works} (works), which it made for works, goes on.` },
    ]);
  });
});

describe('nobody is disabled or enabled', () => {
  const both = async (key: string, id: string) => [await disable(key, id), await enable(key, id)];

  it('by a right that is not had wherever a bot has a role', async () => {
    const [admin, bot] = [await givenBot('ADMIN'), await idOf(await givenBot('VIEWER'))];
    expect((await disable(admin, bot)).userErrors).toEqual([]);
    expect((await enable(admin, bot)).userErrors).toEqual([]);
    await give(bot, 'VIEWER', otherId);
    for (const answer of await both(admin, bot)) expect(answer).toMatchObject(refused('FORBIDDEN'));
  });

  it('by the admin of a team, who comes with tokens: what these allow elsewhere is not known there', async () => {
    const token = await issuer.token({ oid: crypto.randomUUID(), roles: ['Armature.Admin'] });
    const person = await idOf(token);
    await give(person, 'VIEWER', teamId);
    const bot = await issuer.token({ oid: crypto.randomUUID(), idtyp: 'app' });
    const application = await idOf(bot);
    await give(application, 'VIEWER', teamId);
    const admin = await givenBot('ADMIN');
    for (const id of [person, application])
      for (const answer of await both(admin, id))
        expect(answer).toMatchObject(refused('FORBIDDEN'));
  });

  it('by a role that was taken away a moment ago, though the API still remembers it', async () => {
    const [admin, bot] = [await givenBot('ADMIN'), await idOf(await givenBot('VIEWER'))];
    const self = await idOf(admin);
    await query(`UPDATE role_assignment SET role = 'VIEWER' WHERE principal_id = $1`, [
      rowIdOf(self),
    ]);
    for (const answer of await both(admin, bot)) expect(answer).toMatchObject(refused('FORBIDDEN'));
  });

  it('who is Armature itself', async () => {
    const id = globalId('Principal', '00000000-0000-7000-8000-000000000001');
    for (const answer of await both(api.adminKey, id))
      expect(answer).toMatchObject(refused('INVALID_STATE'));
  });

  it.each([
    ['what is no id', 'nonsense'],
    ['who is not there', globalId('Principal', crypto.randomUUID())],
  ])('%s', async (_what, id) => {
    for (const answer of await both(api.adminKey, id))
      expect(answer).toMatchObject(refused('NOT_FOUND'));
  });

  it('without saying whether it is there, in as many statements', async () => {
    const bot = await idOf(await givenBot('VIEWER'));
    const stranger = await givenBot('ADMIN', otherId);
    await idOf(stranger);
    const counts = [];
    for (const id of [bot, globalId('Principal', crypto.randomUUID())]) {
      api.statements();
      const { userErrors } = await disable(stranger, id);
      counts.push([userErrors, api.statements().length]);
    }
    expect(counts[0]).toEqual(counts[1]);
  });
});

describe('the last administrator of the platform', () => {
  let alone: ApiUnderTest;
  let only: string;
  const admins: { key: string; id: string }[] = [];
  beforeAll(async () => {
    alone = await startApi();
    only = at((await alone.graphql(alone.adminKey, '{ viewer { id } }')).data).viewer!.id!;
  });
  afterAll(() => alone.close());

  const disableThere = (key: string, principalId: string) =>
    ask(key, 'disablePrincipal', { principalId }, alone);
  const givenAdmin = async (name: string) => {
    const key = await givenKey(alone, null, 'ADMIN', name);
    const id = at((await alone.graphql(key, '{ viewer { id } }')).data).viewer!.id!;
    admins.push({ key, id });
    return { key, id };
  };

  it('stays, and others do not count: viewers, admins of teams, and who is disabled', async () => {
    await givenKey(alone, null, 'VIEWER', 'viewer');
    await givenKey(alone, await givenTeam(alone, 'vision'), 'ADMIN', 'team-admin');
    const second = await givenAdmin('second');
    expect((await disableThere(alone.adminKey, second.id)).userErrors).toEqual([]);
    expect(await disableThere(alone.adminKey, only)).toMatchObject(refused('LAST_ADMIN'));
    expect((await alone.graphql(alone.adminKey, '{ viewer { id } }')).status).toBe(200);
  });

  it('stays also where two disable each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await givenAdmin(`one-${round}`), await givenAdmin(`two-${round}`)];
      await alone.database.pool.query(
        'UPDATE principal SET disabled_at = now() WHERE id <> ALL ($1)',
        [[rowIdOf(one.id), rowIdOf(two.id)]],
      );
      const both = await Promise.all([
        disableThere(one.key, two.id),
        disableThere(two.key, one.id),
      ]);
      const codes = both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
      // Whoever came second was disabled by then, or would have left nobody.
      expect([['LAST_ADMIN'], ['NOT_FOUND']]).toContainEqual(codes);
      const { rows } = await alone.database.pool.query(
        `SELECT FROM role_assignment a JOIN principal p ON p.id = a.principal_id
          WHERE a.role = 'ADMIN' AND a.team_id IS NULL AND p.disabled_at IS NULL`,
      );
      expect(rows).toHaveLength(1);
      await alone.database.pool.query(
        'UPDATE principal SET disabled_at = NULL WHERE id = ANY ($1)',
        [[rowIdOf(only)]],
      );
    }
  });
});

describe('who is shown', () => {
  const fields = 'id kind displayName disabledAt entraObjectId';

  it('by id and in lists, with the object id in Entra ID and the keys that one may revoke', async () => {
    const oid = crypto.randomUUID();
    const person = await idOf(await issuer.token({ oid, name: 'Grace' }));
    await give(person, 'OPERATOR', teamId);
    const admin = await givenBot('ADMIN');
    const shown = { id: person, kind: 'USER', displayName: 'Grace', disabledAt: null };
    const one = await api.graphql(admin, `{ principal(id: "${person}") { ${fields} } }`);
    expect(one.data).toEqual({ principal: { ...shown, entraObjectId: oid } });
    const found = await api.graphql(
      admin,
      `query ($filter: PrincipalFilter) { principals(first: 5, filter: $filter) { nodes { ${fields} } } }`,
      { filter: { entraObjectId: oid.toUpperCase(), nameContains: 'rac', teamId, kind: 'USER' } },
    );
    expect(found.data).toEqual({ principals: { nodes: [{ ...shown, entraObjectId: oid }] } });
    const bot = await idOf(await givenBot('VIEWER'));
    const keys = `{ principal(id: "${bot}") { apiKeys(first: 5) { nodes { prefix createdBy { id } } } } }`;
    const key = {
      prefix: expect.any(String) as string,
      createdBy: { id: await idOf(api.adminKey) },
    };
    expect((await api.graphql(admin, keys)).data).toEqual({
      principal: { apiKeys: { nodes: [key] } },
    });
    const viewer = await api.graphql(await givenBot('VIEWER'), keys);
    expect(viewer.data).toEqual({ principal: { apiKeys: { nodes: [] } } });
  });

  it('is nobody else in a team of which one sees nothing, be it somebody who is seen elsewhere', async () => {
    const stranger = await givenBot('ADMIN', otherId);
    const bot = await idOf(await givenBot('VIEWER'));
    await give(await idOf(await givenBot('VIEWER')), 'VIEWER', otherId);
    const { data } = await api.graphql(
      stranger,
      `{ principal(id: "${bot}") { id } principals(first: 100, filter: { teamId: "${teamId}" }) { nodes { id } } }`,
    );
    expect(data).toEqual({ principal: null, principals: { nodes: [] } });
  });
});

describe('the roles of everybody', () => {
  const fields = `id role team { id } createdAt createdBy { id }
    subject { __typename ... on Principal { id } ... on EntraGroup { id objectId tenantId displayName } }`;
  const list = async (key: string, filter: object = {}): Promise<Loose[]> => {
    const { data, errors } = await api.graphql(
      key,
      `query ($filter: RoleGrantFilter) { roleGrants(first: 100, filter: $filter) { nodes { ${fields} } } }`,
      { filter },
    );
    expect(errors).toBeUndefined();
    return at(data).roleGrants!.nodes as unknown as Loose[];
  };

  it('are shown with who has them and who gave them, of persons and of groups', async () => {
    const bot = await idOf(await givenBot('OPERATOR'));
    const [grant] = await list(api.adminKey, { principalId: bot });
    expect(grant).toEqual({
      id: expect.any(String) as string,
      role: 'OPERATOR',
      team: { id: teamId },
      createdAt: expect.any(String) as string,
      createdBy: { id: await idOf(api.adminKey) },
      subject: { __typename: 'Principal', id: bot },
    });
    const objectId = crypto.randomUUID();
    const { rows } = await query<{ id: string }>(
      'INSERT INTO entra_group (tenant_id, object_id) VALUES ($1, $2) RETURNING id',
      [tenantId, objectId],
    );
    await query(
      `INSERT INTO role_assignment (entra_group_id, team_id, role) VALUES ($1, $2, 'VIEWER')`,
      [rows[0]!.id, rowIdOf(teamId)],
    );
    const entraGroupId = globalId('EntraGroup', rows[0]!.id);
    const subject = {
      __typename: 'EntraGroup',
      id: entraGroupId,
      objectId,
      tenantId,
      displayName: null,
    };
    const viewer = await givenBot('VIEWER');
    expect(await list(viewer, { entraGroupId })).toMatchObject([{ subject, role: 'VIEWER' }]);
    const node = async (key: string, id: string) =>
      at((await api.graphql(key, `{ node(id: "${id}") { __typename id } }`)).data).node;
    const stranger = await givenBot('ADMIN', otherId);
    for (const id of [grant!.id!, entraGroupId]) {
      expect(await node(viewer, id)).toMatchObject({ id });
      expect(await node(stranger, id)).toBeNull();
    }
    expect(await list(stranger, { entraGroupId })).toEqual([]);
  });

  it('are narrowed by what they allow and where', async () => {
    const viewer = await givenBot('VIEWER');
    await givenBot('APPROVER', null);
    expect(await list(viewer, { platformWide: true })).toEqual([]);
    const wide = await list(api.adminKey, { platformWide: true, role: 'APPROVER' });
    expect(wide.map(({ team }) => team)).toEqual([null]);
    const roles = await list(viewer, { teamId, role: 'ADMIN' });
    expect(new Set(roles.map(({ role }) => String(role)))).toEqual(new Set(['ADMIN']));
  });

  it("are one's own too, with what a token alone gives", async () => {
    const token = await issuer.token({ oid: crypto.randomUUID(), roles: ['Armature.Operator'] });
    const id = await idOf(token);
    await give(id, 'ADMIN', teamId);
    await vi.waitFor(
      async () => {
        const { data } = await api.graphql(token, `{ viewerRoles { ${fields} } }`);
        expect(data).toMatchObject({
          viewerRoles: [
            { role: 'ADMIN', team: { id: teamId }, subject: { id } },
            { role: 'OPERATOR', team: null, subject: { id }, createdAt: null, createdBy: null },
          ],
        });
      },
      { timeout: 5_000 },
    );
  });
});
