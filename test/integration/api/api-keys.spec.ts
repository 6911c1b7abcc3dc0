import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenKey, givenTeam, rowIdOf, type Loose } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
});
afterAll(() => api.close());

interface Made {
  secret: string | null;
  apiKey: { id: string; prefix: string; expiresAt: string | null } | null;
  userErrors: { code: string; field: string[]; message: string }[];
}

async function create(key: string, input: object = {}): Promise<Made> {
  const document = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    secret apiKey { id prefix expiresAt } userErrors { code field message } } }`;
  const { data } = await api.graphql(key, document, { input: { name: 'one', ...input } });
  return at(data).createApiKey as unknown as Made;
}

interface Revoked {
  apiKey: { id: string; revokedAt: string | null } | null;
  warnings: { code: string; message: string }[];
  userErrors: { code: string; field: string[] }[];
}

async function revoke(key: string, input: object): Promise<Revoked> {
  const document = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) {
    apiKey { id revokedAt } warnings { code message } userErrors { code field } } }`;
  const { data } = await api.graphql(key, document, { input });
  return at(data).revokeApiKey as unknown as Revoked;
}

const idOf = async (key: string): Promise<string> =>
  at((await api.graphql(key, '{ viewer { id } }')).data).viewer!.id!;

async function rolesOf(key: string): Promise<unknown> {
  const { data } = await api.graphql(key, '{ viewerRoles { role team { id } } }');
  return at(data).viewerRoles;
}

/** Whether anybody is behind the key, whom the API has not seen before. */
async function works(secret: string): Promise<boolean> {
  const { rows } = await api.database.pool.query(
    `SELECT FROM api_key WHERE prefix = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    [secret.slice(0, 12)],
  );
  return rows.length === 1;
}

/** A new bot of the team with this role, and its key. */
const givenBot = (role: string, team: string | null = teamId): Promise<string> =>
  givenKey(api, team, role, `${role}-${crypto.randomUUID()}`);

const expire = (key: string, at: string): Promise<unknown> =>
  api.database.pool.query(`UPDATE api_key SET expires_at = $2 WHERE prefix = $1`, [
    key.slice(0, 12),
    at,
  ]);

const deniedOf = async (action: string, actor: string): Promise<unknown[]> => {
  const { rows } = await api.database.pool.query<{ teamId: string | null }>(
    `SELECT team_id AS "teamId" FROM audit_event WHERE action = $1 AND actor_id = $2`,
    [action, rowIdOf(actor)],
  );
  return rows;
};

const inOneHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const inTwoHours = (): string => new Date(Date.now() + 7_200_000).toISOString();

describe('a key that ends', () => {
  it('makes none that outlives it, for oneself or for a bot, and the refusal is audited', async () => {
    const admin = await givenBot('ADMIN');
    const end = inOneHour();
    await expire(admin, end);
    const bot = { botName: 'heir', teamId, role: 'ADMIN' };
    for (const input of [
      {},
      { expiresAt: inTwoHours() },
      bot,
      { ...bot, expiresAt: inTwoHours() },
    ]) {
      expect(await create(admin, input)).toMatchObject({
        secret: null,
        apiKey: null,
        userErrors: [
          {
            code: 'FORBIDDEN',
            field: ['input', 'expiresAt'],
            message: `A key makes none that outlives it: give ${end} or earlier.`,
          },
        ],
      });
    }
    const rows = await deniedOf('api_key.create.denied', await idOf(admin));
    expect(rows).toEqual(Array(4).fill({ teamId: rowIdOf(teamId) }));
    for (const input of [{ expiresAt: end }, { ...bot, expiresAt: end }])
      expect(await create(admin, input)).toMatchObject({
        apiKey: { expiresAt: end },
        userErrors: [],
      });
  });

  it('makes none once it is over, though the API still remembers it', async () => {
    const key = await givenBot('VIEWER');
    expect((await create(key)).userErrors).toEqual([]);
    await revoke(api.adminKey, { prefix: key.slice(0, 12) });
    expect(await create(key)).toMatchObject({ secret: null, userErrors: [{ code: 'FORBIDDEN' }] });
  });
});

describe('a key that is made with a key', () => {
  it('can do what that one can, and no more', async () => {
    const viewer = await givenBot('VIEWER');
    const { secret } = await create(viewer);
    expect(await rolesOf(secret!)).toEqual([{ role: 'VIEWER', team: { id: teamId } }]);
    for (const input of [
      { botName: 'better', teamId, role: 'VIEWER' },
      { botName: 'best', role: 'ADMIN' },
    ])
      expect((await create(viewer, input)).userErrors[0]?.code).toMatch(/FORBIDDEN|NOT_FOUND/);
  });

  it('can do no more than that one at this moment, though the API still remembers more', async () => {
    const admin = await givenBot('ADMIN');
    const bot = { botName: 'heir', teamId, role: 'ADMIN' };
    expect((await create(admin, bot)).userErrors).toEqual([]);
    await api.database.pool.query(
      `UPDATE role_assignment SET role = 'VIEWER' WHERE principal_id = $1`,
      [rowIdOf(await idOf(admin))],
    );
    expect((await create(admin, bot)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('is audited in the team of whoever holds it', async () => {
    const viewer = await givenBot('VIEWER');
    const { apiKey } = await create(viewer);
    const { rows } = await api.database.pool.query(
      `SELECT team_id AS "teamId", after->>'madeWithId' AS "madeWithId" FROM audit_event
        WHERE action = 'api_key.created' AND target_id = $1`,
      [rowIdOf(apiKey!.id)],
    );
    const maker = await api.database.pool.query<{ id: string }>(
      'SELECT id FROM api_key WHERE prefix = $1',
      [viewer.slice(0, 12)],
    );
    expect(rows).toEqual([{ teamId: rowIdOf(teamId), madeWithId: maker.rows[0]?.id }]);
  });
});

describe('whoever has no role', () => {
  it('makes no key', async () => {
    const key = await givenBot('VIEWER');
    const id = await idOf(key);
    await api.database.pool.query('DELETE FROM role_assignment WHERE principal_id = $1', [
      rowIdOf(id),
    ]);
    for (const input of [{}, { principalId: id }])
      expect(await create(key, input)).toMatchObject({
        secret: null,
        apiKey: null,
        userErrors: [{ code: 'FORBIDDEN' }],
      });
    expect(await deniedOf('api_key.create.denied', id)).toHaveLength(2);
  });
});

describe('twenty keys of one principal', () => {
  it('are the most that work at a time, however many are asked for at once', async () => {
    const key = await givenBot('VIEWER');
    const all = await Promise.all(Array.from({ length: 40 }, () => create(key)));
    const made = all.filter(({ secret }) => secret !== null);
    expect(made).toHaveLength(19);
    for (const { userErrors } of all.filter(({ secret }) => secret === null))
      expect(userErrors).toMatchObject([
        { code: 'INVALID_STATE', message: expect.stringContaining('revoke one first') as string },
      ]);
    expect(await deniedOf('api_key.create.denied', await idOf(key))).not.toEqual([]);

    await revoke(key, { id: made[0]!.apiKey!.id });
    await expire(made[1]!.secret!, '2020-01-01T00:00:00Z');
    expect((await create(key)).userErrors).toEqual([]);
    expect((await create(key)).userErrors).toEqual([]);
    expect((await create(key)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('are counted for whom they speak, and not for who makes them', async () => {
    const admin = await givenBot('ADMIN');
    const [one, other] = [await givenBot('VIEWER'), await givenBot('VIEWER')];
    const principalId = await idOf(one);
    for (let count = 1; count < 20; count++)
      expect((await create(admin, { principalId })).userErrors).toEqual([]);
    expect((await create(admin, { principalId })).userErrors).toMatchObject([
      { code: 'INVALID_STATE', field: ['input', 'principalId'] },
    ]);
    expect((await create(admin, { principalId: await idOf(other) })).userErrors).toEqual([]);
  });
});

describe('a revoked key', () => {
  it('is named by its id or by its prefix, and takes with it what was made with it, and so on', async () => {
    for (const by of ['id', 'prefix'] as const) {
      const admin = await create(await givenBot('ADMIN'));
      const bot = await create(admin.secret!, { botName: 'bot', teamId, role: 'ADMIN' });
      const own = await create(bot.secret!);
      const last = await create(own.secret!, { botName: 'last', teamId, role: 'VIEWER' });
      const unrelated = await create(await givenBot('VIEWER'));

      const done = await revoke(api.adminKey, { [by]: admin.apiKey![by] });
      expect(done.userErrors).toEqual([]);
      expect(done.apiKey?.revokedAt).toBeTruthy();
      const gone = [bot, own, last].map(({ apiKey }) => apiKey!.prefix);
      expect(done.warnings.map(({ code }) => code)).toEqual(Array(3).fill('REVOKED_TOO'));
      for (const prefix of gone)
        expect(done.warnings.map(({ message }) => message).join()).toContain(prefix);
      for (const { secret } of [admin, bot, own, last]) expect(await works(secret!)).toBe(false);
      expect(await works(unrelated.secret!)).toBe(true);

      const { rows } = await api.database.pool.query<{ name: string }>(
        `SELECT target_name AS name FROM audit_event WHERE action = 'api_key.revoked'
          AND target_name = ANY ($1) AND team_id = $2`,
        [[admin.apiKey!.prefix, ...gone], rowIdOf(teamId)],
      );
      expect(rows.map(({ name }) => name).toSorted()).toEqual(
        [admin.apiKey!.prefix, ...gone].toSorted(),
      );
      expect((await revoke(api.adminKey, { [by]: admin.apiKey![by] })).warnings).toEqual([]);
    }
  });

  it('leaves nothing behind that was made while it was revoked', async () => {
    const root = await givenBot('VIEWER');
    const children = await Promise.all(Array.from({ length: 5 }, () => create(root)));
    const making = children.flatMap(({ secret }) => [create(secret!), create(secret!)]);
    const [grandchildren] = await Promise.all([
      Promise.all(making),
      revoke(api.adminKey, { prefix: root.slice(0, 12) }),
    ]);
    const made = [...children, ...grandchildren].flatMap(({ secret }) => secret ?? []);
    for (const secret of made) expect(await works(secret)).toBe(false);
  });

  it('takes with it what a key that was revoked before had made', async () => {
    const root = await givenBot('VIEWER');
    const child = await create(root);
    const grandchild = await create(child.secret!);
    await api.database.pool.query('UPDATE api_key SET revoked_at = now() WHERE prefix = $1', [
      child.apiKey!.prefix,
    ]);
    await revoke(api.adminKey, { prefix: root.slice(0, 12) });
    expect(await works(grandchild.secret!)).toBe(false);
  });

  it.each([
    ['no key', {}, 'INVALID_INPUT', 'id'],
    ['two keys at once', { id: 'x', prefix: 'arm_abcdefgh' }, 'INVALID_INPUT', 'prefix'],
    ['what is no prefix', { prefix: 'arm_' }, 'INVALID_INPUT', 'prefix'],
    ['a prefix that nobody has', { prefix: 'arm_aaaaaaaa' }, 'NOT_FOUND', 'prefix'],
    ['what is no id', { id: 'nonsense' }, 'NOT_FOUND', 'id'],
  ])('is not %s', async (_what, input, code, field) => {
    expect((await revoke(api.adminKey, input)).userErrors).toEqual([
      { code, field: ['input', field] },
    ]);
  });

  it('is not the key of somebody whom one does not administer, by prefix as by id', async () => {
    const theirs = await create(await givenBot('VIEWER'));
    const stranger = await givenBot('ADMIN', await givenTeam(api, `other-${crypto.randomUUID()}`));
    for (const input of [{ id: theirs.apiKey!.id }, { prefix: theirs.apiKey!.prefix }])
      expect((await revoke(stranger, input)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await works(theirs.secret!)).toBe(true);
  });
});

describe('a key can be found again', () => {
  const parts = `__typename id ... on ApiKey { name prefix team { id } principal { id displayName } createdBy { id } }`;
  const node = async (key: string, id: string): Promise<Loose | null> =>
    at((await api.graphql(key, `query ($id: ID!) { node(id: $id) { ${parts} } }`, { id })).data)
      .node ?? null;
  const list = async (key: string, filter: object = {}): Promise<Loose[]> => {
    const query = `query ($filter: ApiKeyFilter) { apiKeys(first: 100, filter: $filter) { nodes { ${parts} } } }`;
    const { data, errors } = await api.graphql(key, query, { filter });
    expect(errors).toBeUndefined();
    return at(data).apiKeys!.nodes as unknown as Loose[];
  };
  const sees = async (key: string, id: string): Promise<boolean[]> => [
    (await node(key, id)) !== null,
    (await list(key)).some((one) => one.id === id),
  ];

  it('by whom it speaks for, who made it and who administers that; others see none', async () => {
    const admin = await givenBot('ADMIN');
    const made = await create(admin, { botName: 'found', teamId, role: 'VIEWER' });
    const { id, prefix } = made.apiKey!;
    const shown = {
      __typename: 'ApiKey',
      id,
      name: 'one',
      prefix,
      team: { id: teamId },
      principal: {
        id: await idOf(made.secret!),
        displayName: 'found',
      },
      createdBy: { id: await idOf(admin) },
    };
    const otherAdmin = await givenBot('ADMIN');
    for (const key of [api.adminKey, admin, otherAdmin, made.secret!]) {
      expect(await node(key, id)).toEqual(shown);
      expect(await list(key, { prefix })).toEqual([shown]);
    }
    const other = await givenTeam(api, `other-${crypto.randomUUID()}`);
    for (const key of [
      await givenBot('VIEWER'),
      await givenBot('OPERATOR'),
      await givenBot('ADMIN', other),
      await givenBot('VIEWER', null),
    ])
      expect(await sees(key, id)).toEqual([false, false]);
    await api.database.pool.query(
      `DELETE FROM role_assignment a USING api_key k WHERE k.prefix = $1 AND a.principal_id = k.principal_id`,
      [admin.slice(0, 12)],
    );
    expect(await node(admin, id)).toMatchObject({ id });
  });

  it('by no admin of one team, where its principal has a role in another too', async () => {
    const other = await givenTeam(api, `other-${crypto.randomUUID()}`);
    const both = await givenBot('VIEWER');
    await api.database.pool.query(
      `INSERT INTO role_assignment (principal_id, team_id, role) VALUES ($1, $2, 'VIEWER')`,
      [rowIdOf(await idOf(both)), rowIdOf(other)],
    );
    const [{ id }] = (await list(both)) as [Loose];
    expect(await sees(await givenBot('ADMIN'), id!)).toEqual([false, false]);
    expect(await sees(both, id!)).toEqual([true, true]);
  });

  it('through what the audit trail says of it, by those who may see it', async () => {
    const made = await create(await givenBot('VIEWER'));
    await api.seal();
    const query = `query ($id: ID) { auditEvents(first: 5, filter: { targetId: $id }) { nodes { action target { ${parts} } } } }`;
    const targets = async (key: string): Promise<unknown> =>
      at((await api.graphql(key, query, { id: made.apiKey!.id })).data).auditEvents!.nodes;
    expect(await targets(await givenBot('ADMIN'))).toMatchObject([
      { action: 'api_key.created', target: { id: made.apiKey!.id } },
    ]);
    expect(await targets(await givenBot('VIEWER'))).toMatchObject([
      { action: 'api_key.created', target: null },
    ]);
    const { data } = await api.graphql(
      api.adminKey,
      '{ auditEvents(first: 50, filter: { action: "team.created" }) { nodes { target { id } } } }',
    );
    const teams = at(data).auditEvents!.nodes as unknown as { target: { id: string } }[];
    expect(teams.map(({ target }) => target.id)).toContain(teamId);
  });

  it('by for whom, by whom and in which team it was made, and by whether it works', async () => {
    const admin = await givenBot('ADMIN');
    const made = await create(admin, { botName: 'filtered', teamId, role: 'VIEWER' });
    const filters = [
      { principalId: await idOf(made.secret!) },
      { createdById: await idOf(admin) },
      { principalId: await idOf(made.secret!), teamId },
    ];
    const ids = async (filter: object): Promise<unknown[]> =>
      (await list(api.adminKey, filter)).map(({ id }) => id);
    for (const filter of filters) {
      expect(await ids(filter)).toEqual([made.apiKey!.id]);
      expect(await ids({ ...filter, open: false })).toEqual([]);
    }
    await revoke(admin, { id: made.apiKey!.id });
    expect(await ids({ ...filters[0], open: true })).toEqual([]);
    expect(await ids({ ...filters[0], open: false })).toEqual([made.apiKey!.id]);
    expect((await ids({ teamId })).length).toBeGreaterThan(5);
  });

  it('page by page, each in one statement, the newest first', async () => {
    const key = await givenBot('VIEWER');
    const made = [await create(key), await create(key), await create(key)];
    const query = `query ($after: String) { apiKeys(first: 2, after: $after) {
      nodes { id principal { id } team { id } createdBy { id } } pageInfo { hasNextPage endCursor } } }`;
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let page = 0; page < 2; page++) {
      api.statements();
      const { data } = await api.graphql(key, query, { after });
      const asked = api
        .statements()
        .filter((text) => !/last_used_at = |find-api-key|secret_hash/.test(text));
      expect(asked).toHaveLength(1);
      const { nodes, pageInfo } = at(data).apiKeys!;
      seen.push(...(nodes as unknown as Loose[]).map(({ id }) => id));
      after = pageInfo!.endCursor!;
      expect(pageInfo!.hasNextPage).toBe(page === 0);
    }
    expect(seen.slice(0, 3)).toEqual(made.toReversed().map(({ apiKey }) => apiKey!.id));
    expect(seen).toHaveLength(4);
  });
});
