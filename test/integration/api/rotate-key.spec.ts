import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '#libs/tenants';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenKey, givenTeam, rowIdOf } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
});
afterAll(() => api.close());

interface Key {
  id: string;
  name: string;
  prefix: string;
  expiresAt: string | null;
  principal: { id: string };
  createdBy: { id: string } | null;
}

interface Rotated {
  secret: string | null;
  apiKey: Key | null;
  replacedApiKey: Key | null;
  userErrors: { code: string; field: string[]; message: string }[];
}

const keyFields = 'id name prefix expiresAt principal { id } createdBy { id }';

async function rotate(key: string, input: object, to = api): Promise<Rotated> {
  const document = `mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) {
    secret apiKey { ${keyFields} } replacedApiKey { ${keyFields} } userErrors { code field message } } }`;
  const { data, errors } = await to.graphql(key, document, { input });
  expect(errors).toBeUndefined();
  return at(data).rotateApiKey as unknown as Rotated;
}

async function create(key: string, input: object, to = api): Promise<Omit<Rotated, 'replaced'>> {
  const document = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    secret apiKey { ${keyFields} } userErrors { code field message } } }`;
  const { data } = await to.graphql(key, document, { input: { name: 'one', ...input } });
  return at(data).createApiKey as unknown as Rotated;
}

const revoke = (key: string, prefix: string) =>
  api.graphql(
    key,
    'mutation ($prefix: String!) { revokeApiKey(input: { prefix: $prefix }) { userErrors { code } } }',
    { prefix },
  );

const givenBot = (role: string, team: string | null = teamId): Promise<string> =>
  givenKey(api, team, role, `${role}-${crypto.randomUUID()}`);

const prefixOf = (secret: string): string => secret.slice(0, 12);

const idOf = async (key: string): Promise<string> =>
  at((await api.graphql(key, '{ viewer { id } }')).data).viewer!.id!;

/** Whether somebody comes with the key, for an API that has not seen it before. */
const isAnybody = async ({ database: { pool } }: ApiUnderTest, secret: string): Promise<boolean> =>
  (await createAuthenticator({ pool, onError: () => undefined })(secret)) !== undefined;

/** Sets columns of a key that only time would change. */
const set = (secret: string, column: string, value: string) =>
  api.database.pool.query(`UPDATE api_key SET ${column} = ${value} WHERE prefix = $1`, [
    prefixOf(secret),
  ]);

async function audited(action: string, id: string): Promise<{ after: Record<string, unknown> }[]> {
  const { rows } = await api.database.pool.query<{ after: Record<string, unknown> }>(
    'SELECT after FROM audit_event WHERE action = $1 AND target_id = $2',
    [action, rowIdOf(id)],
  );
  return rows;
}

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('a key that is rotated', () => {
  it('gives its name and its principal to a new one, and goes on for the overlap', async () => {
    const old = await givenBot('VIEWER');
    const admin = await givenBot('ADMIN');
    const done = await rotate(admin, { prefix: prefixOf(old), overlap: 'PT2H' });
    expect(done.userErrors).toEqual([]);
    const { apiKey, replacedApiKey, secret } = done;
    expect(apiKey).toMatchObject({
      name: replacedApiKey!.name,
      principal: replacedApiKey!.principal,
      createdBy: { id: await idOf(admin) },
      expiresAt: null,
    });
    expect(Math.abs(Date.parse(replacedApiKey!.expiresAt!) - Date.parse(inHours(2)))).toBeLessThan(
      60_000,
    );
    for (const key of [old, secret!]) expect(await isAnybody(api, key)).toBe(true);
    await set(old, 'expires_at', 'now()');
    expect(await isAnybody(api, old)).toBe(false);
    expect(await isAnybody(api, secret!)).toBe(true);
  });

  it('leaves two audit rows that name each other, and neither tells the secret', async () => {
    const old = await givenBot('VIEWER');
    const { apiKey, replacedApiKey, secret } = await rotate(old, { prefix: prefixOf(old) });
    const [rotated] = await audited('api_key.rotated', replacedApiKey!.id);
    expect(rotated?.after).toEqual({
      expiresAt: expect.any(String) as string,
      replacedById: rowIdOf(apiKey!.id),
    });
    const [made] = await audited('api_key.created', apiKey!.id);
    expect(made?.after).toMatchObject({ replacesId: rowIdOf(replacedApiKey!.id) });
    expect(JSON.stringify([rotated, made])).not.toContain(secret!.slice(13));
  });

  it('ends at once where there is no overlap, and within a day where none is named', async () => {
    const [one, other] = [await givenBot('VIEWER'), await givenBot('VIEWER')];
    await rotate(api.adminKey, { prefix: prefixOf(one), overlap: 'PT0S' });
    expect(await isAnybody(api, one)).toBe(false);
    const { replacedApiKey } = await rotate(api.adminKey, { prefix: prefixOf(other) });
    expect(Math.abs(Date.parse(replacedApiKey!.expiresAt!) - Date.parse(inHours(24)))).toBeLessThan(
      60_000,
    );
  });

  it('goes on no longer than it would have, and the new one ends with it unless it is given longer', async () => {
    const old = await givenBot('VIEWER');
    const end = inHours(1);
    await set(old, 'expires_at', `'${end}'`);
    const same = await rotate(old, { prefix: prefixOf(old) });
    expect([same.apiKey!.expiresAt, same.replacedApiKey!.expiresAt]).toEqual([end, end]);
    const longer = await rotate(api.adminKey, { prefix: prefixOf(old), expiresAt: inHours(99) });
    expect(longer.replacedApiKey!.expiresAt).toBe(end);
    expect(Date.parse(longer.apiKey!.expiresAt!)).toBeGreaterThan(Date.parse(inHours(98)));
  });

  it('does not renew itself beyond its own end', async () => {
    const old = await givenBot('VIEWER');
    await set(old, 'expires_at', `'${inHours(1)}'`);
    expect(await rotate(old, { prefix: prefixOf(old), expiresAt: inHours(2) })).toMatchObject({
      secret: null,
      apiKey: null,
      userErrors: [{ code: 'FORBIDDEN', field: ['input', 'expiresAt'] }],
    });
  });

  it('is revoked together with what replaced it, where that was made with it', async () => {
    const old = await givenBot('VIEWER');
    const byItself = await rotate(old, { prefix: prefixOf(old) });
    const byAdmin = await rotate(api.adminKey, { prefix: prefixOf(old) });
    await revoke(api.adminKey, prefixOf(old));
    expect(await isAnybody(api, byItself.secret!)).toBe(false);
    expect(await isAnybody(api, byAdmin.secret!)).toBe(true);
  });

  it('answers the secret once, however often the request is repeated', async () => {
    const old = await givenBot('VIEWER');
    const input = { prefix: prefixOf(old), idempotencyKey: crypto.randomUUID() };
    const [one, again] = [await rotate(old, input), await rotate(old, input)];
    expect(one.secret).toMatch(/^arm_/);
    expect(again).toEqual({ ...one, secret: null });
  });

  it('is rotated one after the other by two at once', async () => {
    const old = await givenBot('VIEWER');
    const both = await Promise.all([1, 2].map(() => rotate(old, { prefix: prefixOf(old) })));
    expect(both.map(({ userErrors }) => userErrors)).toEqual([[], []]);
    expect(new Set(both.map(({ apiKey }) => apiKey!.id)).size).toBe(2);
  });
});

describe('nobody rotates', () => {
  const refused = (code: string, field: string) => ({
    secret: null,
    apiKey: null,
    replacedApiKey: null,
    userErrors: [{ code, field: ['input', field] }],
  });

  it('a key that works no longer', async () => {
    const [revoked, expired, disabled] = await Promise.all([1, 2, 3].map(() => givenBot('VIEWER')));
    await set(revoked!, 'revoked_at', 'now()');
    await set(expired!, 'expires_at', 'now()');
    await api.database.pool.query(
      'UPDATE principal p SET disabled_at = now() FROM api_key k WHERE k.principal_id = p.id AND k.prefix = $1',
      [prefixOf(disabled!)],
    );
    for (const key of [revoked!, expired!, disabled!])
      expect(await rotate(api.adminKey, { prefix: prefixOf(key) })).toMatchObject(
        refused('INVALID_STATE', 'prefix'),
      );
  });

  it('the key of a person but that person, and that somebody tried is audited', async () => {
    const key = await givenBot('VIEWER');
    await api.database.pool.query(
      `UPDATE principal p SET kind = 'USER' FROM api_key k WHERE k.principal_id = p.id AND k.prefix = $1`,
      [prefixOf(key)],
    );
    expect(await rotate(api.adminKey, { prefix: prefixOf(key) })).toMatchObject(
      refused('FORBIDDEN', 'prefix'),
    );
    const { rows } = await api.database.pool.query(
      `SELECT FROM audit_event WHERE action = 'api_key.rotate.denied' AND target_name = $1`,
      [prefixOf(key)],
    );
    expect(rows).toHaveLength(1);
    expect((await rotate(key, { prefix: prefixOf(key) })).userErrors).toEqual([]);
  });

  it('a key of a bot that has a role elsewhere too', async () => {
    const [admin, bot] = [await givenBot('ADMIN'), await givenBot('VIEWER')];
    await api.database.pool.query(
      `INSERT INTO role_assignment (principal_id, team_id, role)
        SELECT principal_id, NULL, 'VIEWER' FROM api_key WHERE prefix = $1`,
      [prefixOf(bot)],
    );
    expect(await rotate(admin, { prefix: prefixOf(bot) })).toMatchObject(
      refused('NOT_FOUND', 'prefix'),
    );
  });

  it('by a role that was taken away a moment ago, though the API still remembers it', async () => {
    const [admin, bot] = [await givenBot('ADMIN'), await givenBot('VIEWER')];
    expect((await rotate(admin, { prefix: prefixOf(bot) })).userErrors).toEqual([]);
    await api.database.pool.query(
      `UPDATE role_assignment a SET role = 'VIEWER' FROM api_key k
        WHERE k.principal_id = a.principal_id AND k.prefix = $1`,
      [prefixOf(admin)],
    );
    expect(await rotate(admin, { prefix: prefixOf(bot) })).toMatchObject(
      refused('NOT_FOUND', 'prefix'),
    );
  });

  it('into more keys than a principal may have, unless the old one ends at once', async () => {
    const key = await givenBot('VIEWER');
    for (let count = 1; count < 20; count++) await create(key, {});
    expect(await rotate(key, { prefix: prefixOf(key) })).toMatchObject(
      refused('INVALID_STATE', 'overlap'),
    );
    expect((await rotate(key, { prefix: prefixOf(key), overlap: 'PT0S' })).userErrors).toEqual([]);
  });

  it.each([
    ['no key', {}, 'id'],
    ['two keys at once', { id: 'x', prefix: 'arm_abcdefgh' }, 'prefix'],
    ['for longer than 30 days', { prefix: 'arm_abcdefgh', overlap: 'P31D' }, 'overlap'],
    ['into the past', { prefix: 'arm_abcdefgh', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  ])('%s', async (_what, input, field) => {
    expect(await rotate(api.adminKey, input)).toMatchObject(refused('INVALID_INPUT', field));
  });
});

describe('where keys work for 30 days at most', () => {
  let bounded: ApiUnderTest;
  let team: string;
  beforeAll(async () => {
    bounded = await startApi(undefined, undefined, undefined, { longestKeyDays: 30 });
    team = await givenTeam(bounded, 'vision');
  });
  afterAll(() => bounded.close());

  it.each([
    ['for ever', null],
    ['for 31 days', inHours(31 * 24)],
  ])('none is made or rotated %s, and the refusal says how long', async (_how, expiresAt) => {
    const bot = { botName: 'bot', teamId: team, role: 'VIEWER', expiresAt };
    const old = { prefix: prefixOf(bounded.adminKey), expiresAt };
    for (const { secret, userErrors } of [
      await create(bounded.adminKey, bot, bounded),
      await rotate(bounded.adminKey, old, bounded),
    ]) {
      expect(secret).toBeNull();
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'expiresAt'] }]);
      expect(userErrors[0]!.message).toMatch(/^Keys work for 30 days at most here: give 20/);
    }
  });

  it('one for 29 days is made, and one that was made before goes on', async () => {
    const expiresAt = inHours(29 * 24);
    const old = { prefix: prefixOf(bounded.adminKey), expiresAt };
    const { secret, userErrors } = await rotate(bounded.adminKey, old, bounded);
    expect(userErrors).toEqual([]);
    for (const one of [bounded.adminKey, secret!]) expect(await isAnybody(bounded, one)).toBe(true);
  });
});

describe('keys that nobody uses', () => {
  it('are found: neither used nor made since a time', async () => {
    const [idle, used, young] = await Promise.all([1, 2, 3].map(() => givenBot('VIEWER')));
    for (const key of [idle!, used!]) await set(key, 'created_at', `now() - interval '90 days'`);
    await set(idle!, 'last_used_at', `now() - interval '80 days'`);
    await set(used!, 'last_used_at', `now() - interval '2 days'`);
    const { data } = await api.graphql(
      api.adminKey,
      'query ($since: DateTime!) { apiKeys(first: 100, filter: { unusedSince: $since, open: true }) { nodes { prefix } } }',
      { since: inHours(-30 * 24) },
    );
    const found = (at(data).apiKeys!.nodes as unknown as Key[]).map(({ prefix }) => prefix);
    expect(found).toContain(prefixOf(idle!));
    expect(found).not.toContain(prefixOf(used!));
    expect(found).not.toContain(prefixOf(young!));
  });
});
