import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { globalId } from '#libs/verbs';
import { createAuthenticator } from '#libs/tenants';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { audience, EntraIssuer, tenantId } from '../../support/entra-issuer.js';
import { at, givenKey, givenTeam, rowIdOf, type Loose } from '../../support/gateway.js';
import { everyWay } from '../../support/ways-in.js';

const otherTenantId = 'b7d1c5e0-4a52-4f0e-8c55-2f8f1f6a9d02';

let api: ApiUnderTest;
let issuer: EntraIssuer;
let teamId: string;
let otherId: string;
let authenticate: ReturnType<typeof createAuthenticator>;

const authenticatorOf = ({ database: { pool } }: ApiUnderTest) => {
  const entra = { tenantIds: [tenantId, otherTenantId], audience, authority: issuer.authority };
  return createAuthenticator({ pool, entra, onError: () => undefined });
};

beforeAll(async () => {
  issuer = await EntraIssuer.start();
  api = await startApi(undefined, undefined, undefined, {
    entra: { tenantIds: [tenantId], authority: issuer.authority },
    authenticate: (bearer) => authenticate(bearer),
  });
  authenticate = authenticatorOf(api);
  teamId = await givenTeam(api, 'vision');
  otherId = await givenTeam(api, 'other');
});
afterAll(async () => {
  await api.close();
  await issuer.stop();
});

const givenBot = (role: string, team: string | null = teamId): Promise<string> =>
  givenKey(api, team, role, `${role}-${crypto.randomUUID()}`);
const idOf = async (credential: string, to = api): Promise<string> =>
  at((await to.graphql(credential, '{ viewer { id } }')).data).viewer!.id!;
const query = <R extends object>(text: string, values: unknown[] = []) =>
  api.database.pool.query<R>(text, values);

interface Granted {
  roleGrant: (Loose & { id: string }) | null;
  userErrors: { code: string; field: string[]; message: string }[];
}

async function grant(key: string, input: object, to = api): Promise<Granted> {
  const document = `mutation ($input: GrantRoleInput!) { grantRole(input: $input) {
    roleGrant { id role team { id } createdBy { id }
      subject { ... on Principal { id kind displayName entraObjectId } ... on EntraGroup { objectId tenantId } } }
    userErrors { code field message } } }`;
  const { data, errors } = await to.graphql(key, document, { input });
  expect(errors).toBeUndefined();
  return at(data).grantRole as unknown as Granted;
}

async function revoke(key: string, id: string, to = api, more: object = {}) {
  const document = `mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) {
    revokedRoleGrantId userErrors { code field message } } }`;
  const { data, errors } = await to.graphql(key, document, { input: { id, ...more } });
  expect(errors).toBeUndefined();
  return at(data).revokeRole as unknown as Omit<Granted, 'roleGrant'> & {
    revokedRoleGrantId: string | null;
  };
}

/** What somebody may do where, as an API says that has not seen the credential before. */
async function rolesOf(credential: string): Promise<string[]> {
  const actor = await authenticatorOf(api)(credential);
  const name = (id: string | null) =>
    ({ [rowIdOf(teamId)]: 'vision', [rowIdOf(otherId)]: 'other' })[id ?? ''] ?? 'platform';
  return (actor?.grants ?? []).map((one) => `${one.role} ${name(one.teamId)}`).toSorted();
}

const audited = async (action: string, grantId: string): Promise<unknown[]> =>
  (
    await query(
      `SELECT FROM audit_event WHERE action = $1
        AND coalesce(after->>'roleGrantId', before->>'roleGrantId') = $2`,
      [action, rowIdOf(grantId)],
    )
  ).rows;

const deniedOf = async (action: string, actor: string): Promise<number> =>
  (
    await query('SELECT FROM audit_event WHERE action = $1 AND actor_id = $2', [
      `${action}.denied`,
      rowIdOf(actor),
    ])
  ).rows.length;

const refused = (code: string, ...field: string[]) => ({
  roleGrant: null,
  userErrors: [{ code, field: ['input', ...field] }],
});

const entra = (objectId: string, tenant?: string) => ({
  objectId,
  ...(tenant && { tenantId: tenant }),
});

describe('a role that is given', () => {
  it('stands beside the others, and is taken away alone', async () => {
    const key = await givenBot('VIEWER');
    const principalId = await idOf(key);
    const given = [];
    for (const input of [
      { role: 'APPROVER', teamId },
      { role: 'OPERATOR', teamId },
      { role: 'OPERATOR', teamId: otherId },
      { role: 'VIEWER' },
    ])
      given.push(await grant(api.adminKey, { to: { principalId }, ...input }));
    expect(given.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const all = ['APPROVER vision', 'OPERATOR other', 'OPERATOR vision', 'VIEWER platform'];
    expect(await rolesOf(key)).toEqual([...all, 'VIEWER vision']);
    const { id } = given[1]!.roleGrant!;
    expect(await revoke(api.adminKey, id)).toEqual({ revokedRoleGrantId: id, userErrors: [] });
    expect(await rolesOf(key)).toEqual([
      ...all.filter((one) => one !== 'OPERATOR vision'),
      'VIEWER vision',
    ]);
    for (const action of ['role.granted', 'role.revoked'])
      expect(await audited(action, id)).toHaveLength(1);
  });

  it('is one, however often it is given, by two at once too', async () => {
    const principalId = await idOf(await givenBot('VIEWER'));
    const input = { to: { principalId }, role: 'OPERATOR', teamId };
    const all = await Promise.all([1, 2, 3].map(() => grant(api.adminKey, input)));
    const [id, ...others] = new Set(all.map(({ roleGrant }) => roleGrant!.id));
    expect(others).toEqual([]);
    expect(await audited('role.granted', id!)).toHaveLength(1);
  });

  it('is for a person who has not come yet, and who is called by name afterwards', async () => {
    const oid = crypto.randomUUID();
    const admin = await givenBot('ADMIN');
    const to = { entraUser: entra(oid.toUpperCase()) };
    const { roleGrant, userErrors } = await grant(admin, { to, role: 'OPERATOR', teamId });
    expect(userErrors).toEqual([]);
    expect(roleGrant).toMatchObject({
      role: 'OPERATOR',
      team: { id: teamId },
      createdBy: { id: await idOf(admin) },
      subject: { kind: 'USER', displayName: oid, entraObjectId: oid },
    });
    const token = await issuer.token({ oid, name: 'Grace' });
    expect(await rolesOf(token)).toEqual(['OPERATOR vision']);
    expect(await authenticate(token)).toMatchObject({ displayName: 'Grace', kind: 'USER' });
    expect(await authenticate(await issuer.token({ oid, name: 'Hopper' }))).toMatchObject({
      displayName: 'Grace',
    });
  });

  it('is for an application by its object id, for which nobody makes keys', async () => {
    const oid = crypto.randomUUID();
    const admin = await givenBot('ADMIN');
    const to = { entraApplication: entra(oid) };
    const { roleGrant } = await grant(admin, { to, role: 'OPERATOR', teamId });
    expect(await rolesOf(await issuer.token({ oid, idtyp: 'app' }))).toEqual(['OPERATOR vision']);
    const { data } = await api.graphql(
      admin,
      'mutation ($id: ID!) { createApiKey(input: { principalId: $id, name: "x" }) { secret userErrors { code } } }',
      { id: roleGrant!.subject!.id },
    );
    expect(data).toEqual({ createApiKey: { secret: null, userErrors: [{ code: 'NOT_FOUND' }] } });
  });
});

describe('a role of a group', () => {
  it('is had by whoever’s token names the group, in a team and on the platform, and by nobody else', async () => {
    const [group, wide, unknown] = [1, 2, 3].map(() => crypto.randomUUID());
    const to = (objectId: string) => ({ entraGroup: entra(objectId) });
    const given = await grant(api.adminKey, { to: to(group!), role: 'ADMIN', teamId });
    expect(given.roleGrant).toMatchObject({ subject: { objectId: group, tenantId } });
    await grant(api.adminKey, { to: to(wide!), role: 'VIEWER' });
    const token = (groups: unknown) => issuer.token({ oid: crypto.randomUUID(), groups });
    expect(await rolesOf(await token([group!.toUpperCase(), unknown, 'a name', 7]))).toEqual([
      'ADMIN vision',
    ]);
    expect(await rolesOf(await token([group, wide]))).toEqual(['ADMIN vision', 'VIEWER platform']);
    for (const groups of [undefined, [], [unknown], group, { group }])
      expect(await rolesOf(await token(groups))).toEqual([]);
    await revoke(api.adminKey, given.roleGrant!.id);
    expect(await rolesOf(await token([group]))).toEqual([]);
  });

  it('is given again by the id that the group has here', async () => {
    const objectId = crypto.randomUUID();
    await grant(api.adminKey, { to: { entraGroup: entra(objectId) }, role: 'VIEWER', teamId });
    const { rows } = await query<{ id: string }>(
      'SELECT id FROM entra_group WHERE object_id = $1',
      [objectId],
    );
    const to = { entraGroupId: globalId('EntraGroup', rows[0]!.id) };
    expect((await grant(api.adminKey, { to, role: 'OPERATOR', teamId })).userErrors).toEqual([]);
    const stranger = await givenBot('ADMIN', otherId);
    expect(await grant(stranger, { to, role: 'VIEWER', teamId: otherId })).toMatchObject(
      refused('NOT_FOUND', 'to', 'entraGroupId'),
    );
    const token = await issuer.token({ oid: crypto.randomUUID(), groups: [objectId] });
    expect(await rolesOf(token)).toEqual(['OPERATOR vision', 'VIEWER vision']);
  });

  it('is none of a group with the same object id in another tenant', async () => {
    const objectId = crypto.randomUUID();
    await query(
      `WITH g AS (INSERT INTO entra_group (tenant_id, object_id) VALUES ($1, $2) RETURNING id)
        INSERT INTO role_assignment (entra_group_id, team_id, role) SELECT id, NULL, 'ADMIN' FROM g`,
      [otherTenantId, objectId],
    );
    const token = await issuer.token({ oid: crypto.randomUUID(), groups: [objectId] });
    expect(await rolesOf(token)).toEqual([]);
  });

  it('is not a key’s', async () => {
    const [oid, objectId] = [crypto.randomUUID(), crypto.randomUUID()];
    await grant(api.adminKey, { to: { entraGroup: entra(objectId) }, role: 'ADMIN', teamId });
    await grant(api.adminKey, { to: { entraUser: entra(oid) }, role: 'VIEWER', teamId });
    const token = await issuer.token({ oid, groups: [objectId] });
    expect(await rolesOf(token)).toEqual(['ADMIN vision', 'VIEWER vision']);
    const { data } = await api.graphql(
      token,
      'mutation { createApiKey(input: { name: "mine" }) { secret userErrors { message } } }',
    );
    expect(await rolesOf(at(data).createApiKey!.secret!)).toEqual(['VIEWER vision']);
  });

  it('is shown to whoever has it among its own', async () => {
    const objectId = crypto.randomUUID();
    const to = { entraGroup: entra(objectId) };
    const { roleGrant } = await grant(api.adminKey, { to, role: 'VIEWER' });
    const token = await issuer.token({ oid: crypto.randomUUID(), groups: [objectId] });
    const { data } = await api.graphql(
      token,
      '{ viewerRoles { id subject { ... on EntraGroup { objectId } } } }',
    );
    expect(data).toEqual({ viewerRoles: [{ id: roleGrant!.id, subject: { objectId } }] });
  });
});

/** What a client was told: errors, why its socket was closed, or what answered in place of a stream. */
function wordsOf(told: unknown): string {
  const { reason, response } = told as { reason?: string; response?: { status: number } };
  return reason ?? `${JSON.stringify(told)} ${response?.status}`;
}

describe('a token that leaves its groups out, because there are too many', () => {
  const overages = {
    'by _claim_names': { _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } },
    'by hasgroups': { hasgroups: true },
  };
  const aGroup = (to: ApiUnderTest) =>
    grant(to.adminKey, { to: { entraGroup: entra(crypto.randomUUID()) }, role: 'VIEWER' }, to);

  it.each(Object.entries(overages))('%s counts while no group has a role', async (_how, claims) => {
    let lone: ReturnType<typeof createAuthenticator>;
    const alone = await startApi(undefined, undefined, undefined, {
      entra: { tenantIds: [tenantId], authority: issuer.authority },
      authenticate: (bearer) => lone(bearer),
    });
    lone = authenticatorOf(alone);
    const token = await issuer.token({
      oid: crypto.randomUUID(),
      roles: ['Armature.Viewer'],
      ...claims,
    });
    expect((await alone.graphql(token, '{ viewer { id } }')).status).toBe(200);
    await aGroup(alone);
    lone = authenticatorOf(alone);
    expect((await alone.graphql(token, '{ viewer { id } }')).status).toBe(401);
    await alone.close();
  });

  it.each(everyWay)('is refused over $name, and told why', async ({ connect }) => {
    await aGroup(api);
    const token = await issuer.token({ oid: crypto.randomUUID(), ...overages['by hasgroups'] });
    const client = connect(api, token);
    const { errors } = await client.ask('{ viewer { id } }').answer;
    client.close();
    expect(wordsOf(errors)).toContain('leaves your groups out');
  });

  it.each([
    ['REST', 'GET', '/v1/viewer'],
    ['MCP', 'POST', '/mcp'],
  ])('is refused over %s, and told why', async (_way, method, path) => {
    const token = await issuer.token({ oid: crypto.randomUUID(), ...overages['by _claim_names'] });
    const response = await fetch(`${api.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('leaves your groups out');
  });
});

describe('nobody gives more than one may', () => {
  it('an admin of a team within it alone, and nobody else at all', async () => {
    const principalId = await idOf(await givenBot('VIEWER'));
    const to = { entraUser: entra(crypto.randomUUID()) };
    const admin = await givenBot('ADMIN');
    expect((await grant(admin, { to: { principalId }, role: 'ADMIN', teamId })).userErrors).toEqual(
      [],
    );
    expect(await grant(admin, { to, role: 'VIEWER' })).toMatchObject(
      refused('FORBIDDEN', 'teamId'),
    );
    expect(await grant(admin, { to, role: 'VIEWER', teamId: otherId })).toMatchObject(
      refused('NOT_FOUND', 'teamId'),
    );
    for (const role of ['VIEWER', 'OPERATOR', 'APPROVER'])
      for (const team of [teamId, null])
        expect(
          await grant(await givenBot(role, team), { to, role: 'VIEWER', teamId }),
        ).toMatchObject(refused('FORBIDDEN', 'teamId'));
    expect(await deniedOf('role.grant', await idOf(admin))).toBe(1);
  });

  it('to oneself, by whichever name', async () => {
    const oid = crypto.randomUUID();
    const token = await issuer.token({ oid, roles: ['Armature.Admin'] });
    const principalId = await idOf(token);
    for (const to of [{ principalId }, { entraUser: entra(oid) }, { entraApplication: entra(oid) }])
      expect(await grant(token, { to, role: 'VIEWER', teamId })).toMatchObject(
        refused('FORBIDDEN', 'to'),
      );
    expect(await rolesOf(token)).toEqual(['ADMIN platform']);
    expect(await deniedOf('role.grant', principalId)).toBe(3);
  });

  it('by a role that was taken away a moment ago, though the API still remembers it', async () => {
    const bot = await givenBot('ADMIN');
    const oid = crypto.randomUUID();
    const own = await grant(api.adminKey, { to: { entraUser: entra(oid) }, role: 'ADMIN', teamId });
    const objectId = crypto.randomUUID();
    const ofGroup = await grant(api.adminKey, {
      to: { entraGroup: entra(objectId) },
      role: 'ADMIN',
      teamId,
    });
    const [person, member] = [
      await issuer.token({ oid }),
      await issuer.token({ oid: crypto.randomUUID(), groups: [objectId] }),
    ];
    const { rows } = await query<{ id: string }>(
      'SELECT a.id FROM role_assignment a WHERE principal_id = $1',
      [rowIdOf(await idOf(bot))],
    );
    const grants = [globalId('RoleGrant', rows[0]!.id), own.roleGrant!.id, ofGroup.roleGrant!.id];
    for (const [index, credential] of [bot, person, member].entries()) {
      const to = { entraUser: entra(crypto.randomUUID()) };
      expect((await grant(credential, { to, role: 'VIEWER', teamId })).userErrors).toEqual([]);
      await revoke(api.adminKey, grants[index]!);
      expect(await grant(credential, { to, role: 'OPERATOR', teamId })).toMatchObject(
        refused('NOT_FOUND', 'teamId'),
      );
    }
  });

  it('to a bot of another team, whose admins hold its keys', async () => {
    const bot = await idOf(await givenBot('VIEWER'));
    const admin = await givenBot('ADMIN', otherId);
    const input = { to: { principalId: bot }, role: 'VIEWER', teamId: otherId };
    expect(await grant(admin, input)).toMatchObject(refused('NOT_FOUND', 'to', 'principalId'));
    await grant(api.adminKey, { to: { principalId: await idOf(admin) }, role: 'VIEWER', teamId });
    const again = () => grant(admin, input);
    expect(await again()).toMatchObject(refused('FORBIDDEN', 'to'));
    expect(await deniedOf('role.grant', await idOf(admin))).toBe(1);
    expect((await grant(api.adminKey, input)).userErrors).toEqual([]);
  });

  it.each([
    ['what is no id', { principalId: 'nonsense' }, 'NOT_FOUND', ['principalId']],
    [
      'nobody',
      { principalId: globalId('Principal', crypto.randomUUID()) },
      'NOT_FOUND',
      ['principalId'],
    ],
    [
      'Armature',
      { principalId: globalId('Principal', '00000000-0000-7000-8000-000000000001') },
      'INVALID_STATE',
      ['principalId'],
    ],
    [
      'no group',
      { entraGroupId: globalId('EntraGroup', crypto.randomUUID()) },
      'NOT_FOUND',
      ['entraGroupId'],
    ],
    [
      'a tenant whose tokens do not count',
      { entraUser: entra(crypto.randomUUID(), otherTenantId) },
      'INVALID_INPUT',
      ['entraUser', 'tenantId'],
    ],
  ])('to %s', async (_what, to, code, field) => {
    expect(await grant(api.adminKey, { to, role: 'VIEWER', teamId })).toMatchObject(
      refused(code, 'to', ...field),
    );
  });

  it('in a team that is not there', async () => {
    const to = { entraUser: entra(crypto.randomUUID()) };
    for (const team of ['nonsense', globalId('Team', crypto.randomUUID())])
      expect(await grant(api.adminKey, { to, role: 'VIEWER', teamId: team })).toMatchObject(
        refused('NOT_FOUND', 'teamId'),
      );
  });

  it('to somebody of Entra ID where no tokens count, or of an unnamed one of several tenants', async () => {
    const to = { entraGroup: entra(crypto.randomUUID()) };
    for (const [tenantIds, code, field] of [
      [[], 'INVALID_STATE', ['entraGroup']],
      [[tenantId, otherTenantId], 'INVALID_INPUT', ['entraGroup', 'tenantId']],
    ] as const) {
      const set = await startApi(undefined, undefined, undefined, {
        ...(tenantIds.length > 0 && { entra: { tenantIds, authority: issuer.authority } }),
      });
      expect(await grant(set.adminKey, { to, role: 'VIEWER' }, set)).toMatchObject(
        refused(code, 'to', ...field),
      );
      await set.close();
    }
  });
});

describe('nobody takes away more than one may', () => {
  it('and what one does not see is not there, in as many statements as what is not', async () => {
    const to = { entraUser: entra(crypto.randomUUID()) };
    const { roleGrant } = await grant(api.adminKey, { to, role: 'VIEWER', teamId });
    const stranger = await givenBot('ADMIN', otherId);
    const counts = [];
    await idOf(stranger);
    for (const id of [roleGrant!.id, globalId('RoleGrant', crypto.randomUUID())]) {
      api.statements();
      const { userErrors } = await revoke(stranger, id);
      counts.push([userErrors, api.statements().length]);
    }
    expect(counts[0]).toEqual(counts[1]);
    const viewer = await givenBot('VIEWER');
    expect((await revoke(viewer, roleGrant!.id)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await deniedOf('role.revoke', await idOf(viewer))).toBe(1);
    const wide = await grant(api.adminKey, { to, role: 'VIEWER' });
    const admin = await givenBot('ADMIN');
    expect((await revoke(admin, wide.roleGrant!.id)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect((await revoke(admin, roleGrant!.id)).userErrors).toEqual([]);
    expect((await revoke(admin, roleGrant!.id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('and a repeated request answers what the first did', async () => {
    const to = { entraUser: entra(crypto.randomUUID()) };
    const { roleGrant } = await grant(api.adminKey, { to, role: 'VIEWER', teamId });
    const more = { idempotencyKey: crypto.randomUUID() };
    const first = await revoke(api.adminKey, roleGrant!.id, api, more);
    expect(first.revokedRoleGrantId).toBe(roleGrant!.id);
    expect(await revoke(api.adminKey, roleGrant!.id, api, more)).toEqual(first);
  });
});

describe('the last administrator of the platform', () => {
  let alone: ApiUnderTest;
  beforeAll(async () => {
    alone = await startApi(undefined, undefined, undefined, {
      entra: { tenantIds: [tenantId], authority: issuer.authority },
    });
  });
  afterAll(() => alone.close());

  const adminGrants = async (): Promise<string[]> => {
    const { rows } = await alone.database.pool.query<{ id: string }>(
      `SELECT id FROM role_assignment WHERE team_id IS NULL AND role = 'ADMIN' AND principal_id IS NOT NULL`,
    );
    return rows.map(({ id }) => globalId('RoleGrant', id));
  };

  it('stays: a group, or another role, is not one', async () => {
    const to = { entraGroup: entra(crypto.randomUUID()) };
    const ofGroup = await grant(alone.adminKey, { to, role: 'ADMIN' }, alone);
    const [only] = await adminGrants();
    expect((await revoke(alone.adminKey, only!, alone)).userErrors).toMatchObject([
      { code: 'LAST_ADMIN', field: ['input', 'id'] },
    ]);
    expect((await revoke(alone.adminKey, ofGroup.roleGrant!.id, alone)).userErrors).toEqual([]);
    const person = { entraUser: entra(crypto.randomUUID()) };
    await grant(alone.adminKey, { to: person, role: 'ADMIN' }, alone);
    expect((await revoke(alone.adminKey, only!, alone)).userErrors).toEqual([]);
    await vi.waitFor(async () =>
      expect(
        (await revoke(alone.adminKey, (await adminGrants())[0]!, alone)).userErrors,
      ).not.toEqual([]),
    );
    expect(await adminGrants()).toHaveLength(1);
  });

  it('stays also where all take each other’s role away at once', async () => {
    const { pool } = alone.database;
    for (let round = 0; round < 5; round++) {
      await pool.query(
        `WITH p AS (INSERT INTO principal (kind, display_name) SELECT 'BOT', 'admin' FROM generate_series(1, 3) RETURNING id)
          INSERT INTO role_assignment (principal_id, role) SELECT id, 'ADMIN' FROM p`,
      );
      await pool.query(
        `INSERT INTO role_assignment (principal_id, role)
          SELECT principal_id, 'ADMIN' FROM api_key WHERE prefix = $1 ON CONFLICT DO NOTHING`,
        [alone.adminKey.slice(0, 12)],
      );
      const all = await adminGrants();
      await Promise.all(all.map((id) => revoke(alone.adminKey, id, alone)));
      expect((await adminGrants()).length).toBeGreaterThan(0);
    }
  });
});
