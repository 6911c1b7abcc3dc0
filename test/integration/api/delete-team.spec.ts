import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, cancel, givenKey, givenOperation, givenTeam, rowIdOf } from '../../support/gateway.js';

let api: ApiUnderTest;
/** Somebody at a terminal, who holds things for as long as it takes. */
let other: pg.Client;
beforeAll(async () => {
  api = await startApi();
  other = new pg.Client({ connectionString: api.database.adminUrl });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await api.close();
});

interface Answered {
  deletedTeamId?: string | null;
  warnings: { code: string; message: string }[];
  userErrors: { code: string; field: string[]; armId?: string; operationId?: string }[];
}

/** What a mutation says beside what it made. */
async function send(key: string, name: string, input: object, more = ''): Promise<Answered> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) {
    ${more} warnings { code message } userErrors { code field armId operationId } } }`;
  const { data, errors } = await api.graphql(key, document, { input });
  expect(errors, name).toBeUndefined();
  return at(data)[name] as unknown as Answered;
}

const remove = (teamId: string, confirmName: string, key = api.adminKey) =>
  send(key, 'deleteTeam', { teamId, confirmName }, 'deletedTeamId');

interface Team {
  id: string;
  name: string;
}
async function given(): Promise<Team> {
  const name = `team-${randomUUID()}`;
  return { id: await givenTeam(api, name, []), name };
}
const fresh = (name: string): string => `${name}-${randomUUID()}`;

const query = <R extends object>(text: string, ...values: unknown[]) =>
  api.database.pool.query<R>(text, values);

/** What an administrator of the platform is shown. */
async function shown(document: string, key = api.adminKey): Promise<unknown> {
  await api.seal();
  const { data, errors } = await api.graphql(key, document);
  expect(errors).toBeUndefined();
  return data;
}

const viewerOf = async (key: string): Promise<string> =>
  at((await api.graphql(key, '{ viewer { id } }')).data).viewer!.id!;

const bot = (team: Team, role = 'ADMIN', name = fresh('bot')) => givenKey(api, team.id, role, name);

/** A role beside those that there are. */
const give = (principalId: string, { id }: Team, role: string) =>
  query(
    `INSERT INTO role_assignment (principal_id, team_id, role) VALUES ($1, $2, $3::"Role")`,
    rowIdOf(principalId),
    rowIdOf(id),
    role,
  );

const armId = (): string => `/subscriptions/${randomUUID()}/resourceGroups/lent`;

/** Everything that names a team, and could bring something into it. */
const uses = ({ id: teamId }: Team, principalId: string): [string, object][] => [
  ['createResourceGroup', { name: fresh('rg'), location: 'eastus', teamId }],
  ['createApiKey', { botName: 'late', teamId, role: 'VIEWER', name: 'late' }],
  ['grantRole', { to: { principalId }, role: 'VIEWER', teamId }],
  ['shareScope', { teamId, armId: armId() }],
  ['updateTeam', { teamId, costCenter: 'CC-9' }],
  ['setAllowedLocations', { teamId, locations: ['eastus'] }],
];

const nothingLeft = async ({ id }: Team): Promise<void> => {
  const { rows } = await query(
    `SELECT (SELECT count(*) FROM role_assignment WHERE team_id = $1)::integer AS roles,
      (SELECT count(*) FROM shared_scope WHERE $1 IN (team_id, owner_team_id))::integer AS shares,
      (SELECT count(*) FROM api_key WHERE team_id = $1 AND revoked_at IS NULL)::integer AS keys,
      (SELECT count(*) FROM resource WHERE team_id = $1 AND gone_at IS NULL)::integer AS resources`,
    rowIdOf(id),
  );
  expect(rows).toEqual([{ roles: 0, shares: 0, keys: 0, resources: 0 }]);
};

const notFound = { userErrors: [{ code: 'NOT_FOUND', field: ['input', 'teamId'] }] };

describe('a deleted team', () => {
  it('is not there for anybody, by any verb, and its name is free', async () => {
    const [team, elsewhere] = [await given(), await given()];
    const principalId = await viewerOf(await bot(elsewhere));
    expect(await remove(team.id, team.name)).toEqual({
      deletedTeamId: team.id,
      warnings: [],
      userErrors: [],
    });
    const data = await shown(`{ team(id: "${team.id}") { id } node(id: "${team.id}") { id }
      teams(first: 100) { nodes { id } } }`);
    expect(data).toMatchObject({ team: null, node: null });
    expect(JSON.stringify(data)).not.toContain(team.id);
    expect(JSON.stringify(data)).toContain(elsewhere.id);
    for (const [name, input] of uses(team, principalId))
      expect(await send(api.adminKey, name, input), name).toMatchObject(notFound);
    expect(await remove(team.id, team.name)).toMatchObject({ deletedTeamId: null, ...notFound });
    const again = { name: team.name.toUpperCase(), costCenter: 'CC-2' };
    expect((await send(api.adminKey, 'createTeam', again)).userErrors).toEqual([]);
    expect((await send(api.adminKey, 'createTeam', again)).userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS' },
    ]);
    await nothingLeft(team);
  });

  it('leaves its audit trail and its operations to those who see the whole platform', async () => {
    const team = await given();
    const operationId = await givenOperation(api, team.id, fresh('rg'));
    await cancel(api, operationId);
    await query(`UPDATE resource SET gone_at = now() WHERE team_id = $1`, rowIdOf(team.id));
    const viewer = await givenKey(api, null, 'VIEWER', fresh('viewer'));
    expect((await remove(team.id, team.name)).userErrors).toEqual([]);
    expect(
      await shown(
        `{ operation(id: "${operationId}") { id }
        auditEvents(first: 2, filter: { targetId: "${team.id}" }) { nodes { action targetName team { id name } target { id } } } }`,
        viewer,
      ),
    ).toEqual({
      operation: { id: operationId },
      auditEvents: {
        nodes: ['team.deleted', 'team.created'].map((action) => ({
          action,
          targetName: team.name,
          team,
          target: null,
        })),
      },
    });
  });

  it('is confirmed by its name, and deleted by the platform alone', async () => {
    const team = await given();
    for (const name of ['', 'x', team.name.toUpperCase()])
      expect((await remove(team.id, name)).userErrors).toEqual([
        {
          code: 'CONFIRMATION_MISMATCH',
          field: ['input', 'confirmName'],
          armId: null,
          operationId: null,
        },
      ]);
    const key = await bot(team);
    for (const id of [team.id, globalId('Team', randomUUID())])
      expect((await remove(id, team.name, key)).userErrors).toMatchObject([
        { code: 'FORBIDDEN', field: ['input', 'teamId'] },
      ]);
    expect(await shown(`{ team(id: "${team.id}") { id } }`)).toEqual({ team: { id: team.id } });
  });

  it('answers the same again under one idempotency key', async () => {
    const team = await given();
    const input = { teamId: team.id, confirmName: team.name, idempotencyKey: randomUUID() };
    const twice = [1, 2].map(() => send(api.adminKey, 'deleteTeam', input, 'deletedTeamId'));
    const [first, second] = await Promise.all(twice);
    expect(first?.deletedTeamId).toBe(team.id);
    expect(second).toEqual(first);
  });
});

describe('a team that holds something', () => {
  it('stays, and what it holds is named: without what stands in it, and with what is under way', async () => {
    const team = await given();
    const operationId = await givenOperation(api, team.id, fresh('rg'));
    const { rows } = await query<{ armId: string }>(
      `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
         raw_provisioning_state, desired)
       SELECT 'WORKSPACE', team_id, id, 'ws', arm_id || '/ws', arm_id_key || '/ws', subscription_id, location, 'SUCCEEDED', '', '{}'
       FROM resource WHERE team_id = $1 RETURNING arm_id AS "armId"`,
      rowIdOf(team.id),
    );
    const groupArmId = rows[0]?.armId.replace(/\/ws$/, '');
    expect(await remove(team.id, team.name)).toMatchObject({
      deletedTeamId: null,
      userErrors: [
        { code: 'NOT_EMPTY', field: ['input', 'teamId'], armId: groupArmId },
        { code: 'OPERATION_IN_PROGRESS', field: ['input', 'teamId'], operationId },
      ],
    });
    expect(await shown(`{ team(id: "${team.id}") { id } }`)).toEqual({ team: { id: team.id } });
  });

  it('in a workspace of another team is told of that', async () => {
    const [team, holder] = [await given(), await given()];
    await givenOperation(api, holder.id, fresh('rg'));
    await query(
      `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
         raw_provisioning_state, desired)
       SELECT 'WORKSPACE', $2, id, 'ws', arm_id || '/ws', arm_id_key || '/ws', subscription_id, location, 'SUCCEEDED', '', '{}'
       FROM resource WHERE team_id = $1`,
      rowIdOf(holder.id),
      rowIdOf(team.id),
    );
    expect((await remove(team.id, team.name)).userErrors).toMatchObject([{ code: 'NOT_EMPTY' }]);
  });
});

describe('with a team end', () => {
  it('the roles in it, of principals and of groups, each with an audit row', async () => {
    const team = await given();
    const key = await bot(team, 'VIEWER', 'seer');
    const { rows } = await query<{ id: string }>(
      `WITH g AS (INSERT INTO entra_group (tenant_id, object_id) VALUES ('t', $2) RETURNING id)
       INSERT INTO role_assignment (entra_group_id, team_id, role) SELECT id, $1, 'ADMIN' FROM g RETURNING entra_group_id AS id`,
      rowIdOf(team.id),
      randomUUID(),
    );
    expect((await remove(team.id, team.name)).userErrors).toEqual([]);
    const audited = await query(
      `SELECT target_kind AS kind, before->>'role' AS role FROM audit_event
       WHERE action = 'role.revoked' AND team_id = $1 ORDER BY id`,
      rowIdOf(team.id),
    );
    expect(audited.rows).toEqual([
      { kind: 'Principal', role: 'VIEWER' },
      { kind: 'EntraGroup', role: 'ADMIN' },
    ]);
    expect(rows).toHaveLength(1);
    const status = async () => (await api.graphql(key, '{ viewer { id } }')).status;
    await vi.waitFor(async () => expect(await status()).toBe(401), { timeout: 5_000 });
    await nothingLeft(team);
  });

  it('its keys, and what was made with them; a key whose principal has roles elsewhere goes on there', async () => {
    const [team, elsewhere] = [await given(), await given()];
    const [maker, both] = [await bot(team), await bot(team)];
    const [makerId, bothId] = [await viewerOf(maker), await viewerOf(both)];
    await give(makerId, elsewhere, 'ADMIN');
    await give(bothId, elsewhere, 'VIEWER');
    // What the key made there is remembered by the one that made it, when that has no role there any more.
    await vi.waitFor(
      async () => {
        const input = { botName: 'made', teamId: elsewhere.id, role: 'VIEWER', name: 'made-there' };
        expect((await send(maker, 'createApiKey', input)).userErrors).toEqual([]);
      },
      { timeout: 5_000 },
    );
    await query(
      `DELETE FROM role_assignment WHERE principal_id = $1 AND team_id = $2`,
      rowIdOf(makerId),
      rowIdOf(elsewhere.id),
    );
    const { warnings } = await remove(team.id, team.name);
    expect(warnings.map(({ code }) => code)).toEqual(['KEY_GOES_ON', 'REVOKED_TOO']);
    expect(warnings[1]?.message).toContain('made-there');
    const keys = await query(
      `SELECT k.team_id AS "teamId", k.revoked_at IS NULL AS works FROM api_key k
       WHERE k.principal_id = ANY ($1) OR k.name = 'made-there' ORDER BY k.id`,
      [makerId, bothId].map(rowIdOf),
    );
    expect(keys.rows).toEqual([
      { teamId: rowIdOf(team.id), works: false },
      { teamId: rowIdOf(elsewhere.id), works: true },
      { teamId: rowIdOf(elsewhere.id), works: false },
    ]);
    const moved = await query(
      `SELECT before, after, target_name AS name FROM audit_event WHERE action = 'api_key.moved' AND team_id = $1`,
      rowIdOf(elsewhere.id),
    );
    expect(moved.rows).toEqual([
      {
        before: { teamId: rowIdOf(team.id) },
        after: { teamId: rowIdOf(elsewhere.id) },
        name: both.slice(0, 12),
      },
    ]);
    const rotated = await send(both, 'rotateApiKey', { prefix: both.slice(0, 12) });
    expect(rotated.userErrors).toEqual([]);
  });

  it('what was shared with it, and what others have by its right', async () => {
    const [team, elsewhere] = [await given(), await given()];
    await send(api.adminKey, 'shareScope', { teamId: team.id, armId: armId() });
    await send(api.adminKey, 'shareScope', { teamId: elsewhere.id, armId: armId() });
    await send(api.adminKey, 'shareScope', { teamId: elsewhere.id, armId: armId() });
    await query(
      `UPDATE shared_scope SET owner_team_id = $1 WHERE id = (SELECT max(id::text)::uuid FROM shared_scope WHERE team_id = $2)`,
      rowIdOf(team.id),
      rowIdOf(elsewhere.id),
    );
    expect((await remove(team.id, team.name)).userErrors).toEqual([]);
    await nothingLeft(team);
    const left = await query(`SELECT FROM shared_scope WHERE team_id = $1`, rowIdOf(elsewhere.id));
    expect(left.rowCount).toBe(1);
    const { rowCount } = await query(
      `SELECT FROM audit_event WHERE action = 'scope.unshared' AND team_id = $1`,
      rowIdOf(team.id),
    );
    expect(rowCount).toBe(2);
  });
});

/** Statements of the API that wait for a lock; noting when a key was last used belongs to no request. */
const waiting = async (): Promise<number> =>
  (
    await query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query NOT LIKE '%last_used_at%'`,
    )
  ).rowCount ?? NaN;

/** Of those, what has waited for longer than creations that share a commit do: each then waits by itself. */
const waitingAlone = async (): Promise<number> =>
  (
    await query(
      `SELECT FROM pg_locks WHERE NOT granted AND clock_timestamp() - waitstart > interval '300 milliseconds'`,
    )
  ).rowCount ?? NaN;

/** While somebody does this and has not yet decided; what waits for it goes on afterwards as if it had not been. */
async function whileDone(
  text: string,
  values: unknown[],
  meanwhile: () => Promise<void>,
): Promise<void> {
  await other.query('BEGIN');
  await other.query(text, values);
  try {
    await meanwhile();
  } finally {
    await other.query('ROLLBACK');
  }
}

const whileHeld = (table: string, meanwhile: () => Promise<void>): Promise<void> =>
  whileDone(`LOCK TABLE ${table} IN SHARE MODE`, [], meanwhile);

describe('at the same time', () => {
  it('nothing comes to be in a team that is just deleted', async () => {
    const [team, elsewhere] = [await given(), await given()];
    const principalId = await viewerOf(await bot(elsewhere));
    const own = await bot(team);
    let deleting: Promise<Answered> | undefined;
    let late: Promise<Answered[]> | undefined;
    // The last that a deletion takes away before the team.
    await whileHeld('shared_scope', async () => {
      deleting = remove(team.id, team.name);
      await expect.poll(waiting).toBe(1);
      const all = [
        ...uses(team, principalId).map(([name, input]) => send(api.adminKey, name, input)),
        send(own, 'createApiKey', { name: 'mine' }),
      ];
      late = Promise.all(all);
      await expect.poll(waiting).toBeGreaterThanOrEqual(1 + all.length);
    });
    expect((await deleting)?.userErrors).toEqual([]);
    const codes = (await late)?.map(({ userErrors }) => userErrors[0]?.code);
    expect(codes).toEqual([...Array<string>(6).fill('NOT_FOUND'), 'FORBIDDEN']);
    await nothingLeft(team);
  });

  it('what came before keeps the team', async () => {
    const team = await given();
    const idempotencyKey = randomUUID();
    const keyUsed = `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result) VALUES ($1, $2, '', '', '{}')`;
    let creating: Promise<Answered> | undefined;
    let deleting: Promise<Answered> | undefined;
    const admin = rowIdOf(await viewerOf(api.adminKey));
    // The last that a creation writes.
    await whileDone(keyUsed, [admin, idempotencyKey], async () => {
      const group = { name: fresh('rg'), location: 'eastus', teamId: team.id };
      creating = send(api.adminKey, 'createResourceGroup', { ...group, idempotencyKey });
      await expect.poll(waitingAlone).toBe(1);
      deleting = remove(team.id, team.name);
      await expect.poll(waiting).toBe(2);
    });
    expect((await creating)?.userErrors).toEqual([]);
    expect((await deleting)?.userErrors.map(({ code }) => code)).toEqual([
      'NOT_EMPTY',
      'OPERATION_IN_PROGRESS',
    ]);
  });

  it('a key that is being made with one of the team is made first, and ends with it', async () => {
    const team = await given();
    const own = await bot(team);
    const maker = rowIdOf(await viewerOf(own));
    let making: Promise<Answered> | undefined;
    let deleting: Promise<Answered> | undefined;
    // It has its own key by then, and not yet the team.
    await whileDone('SELECT FROM principal WHERE id = $1 FOR UPDATE', [maker], async () => {
      making = send(own, 'createApiKey', { name: 'mine' });
      await expect.poll(waiting).toBe(1);
      deleting = remove(team.id, team.name);
      await expect.poll(waiting).toBe(2);
    });
    expect((await making)?.userErrors).toEqual([]);
    expect((await deleting)?.userErrors).toEqual([]);
    await nothingLeft(team);
  });

  it('a key that is being made with one that another team had from it ends with it too', async () => {
    const [team, elsewhere] = [await given(), await given()];
    const first = await bot(team);
    await give(await viewerOf(first), elsewhere, 'ADMIN');
    const asked = { botName: fresh('second'), teamId: elsewhere.id, role: 'ADMIN', name: 'second' };
    let second = '';
    await vi.waitFor(
      async () => {
        const { userErrors, ...made } = await send(first, 'createApiKey', asked, 'secret');
        expect(userErrors).toEqual([]);
        second = (made as { secret?: string }).secret ?? '';
      },
      { timeout: 5_000 },
    );
    await query(
      `DELETE FROM role_assignment WHERE principal_id = $1 AND team_id = $2`,
      rowIdOf(await viewerOf(first)),
      rowIdOf(elsewhere.id),
    );
    const maker = rowIdOf(await viewerOf(second));
    let making: Promise<Answered> | undefined;
    let deleting: Promise<Answered> | undefined;
    await whileDone('SELECT FROM principal WHERE id = $1 FOR UPDATE', [maker], async () => {
      making = send(second, 'createApiKey', { name: 'third' });
      await expect.poll(waiting).toBe(1);
      deleting = remove(team.id, team.name);
      await expect.poll(waiting).toBe(2);
    });
    expect((await making)?.userErrors).toEqual([]);
    expect((await deleting)?.warnings.map(({ code }) => code)).toEqual([
      'REVOKED_TOO',
      'REVOKED_TOO',
    ]);
    const { rows } = await query(
      `SELECT name FROM api_key WHERE name IN ('second', 'third') AND revoked_at IS NULL`,
    );
    expect(rows).toEqual([]);
  });
});
