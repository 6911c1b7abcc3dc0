import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resourceGroupId } from '#libs/kernel';
import { globalId } from '#libs/verbs';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { shareWith } from '../../support/engine.js';
import { givenFound } from '../../support/found.js';
import { at, givenKey, givenTeam, rowIdOf } from '../../support/gateway.js';
import { givenScopes, insertRow, type GivenTeam } from '../../support/scope-scene.js';

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

let ours: GivenTeam;
let theirs: string;
/** Administers both. */
let both: string;
beforeEach(async () => {
  const name = randomUUID().slice(0, 8);
  ours = await givenScopes(api, name, `rg-${name}`);
  theirs = await givenTeam(api, `theirs-${name}`);
  both = await keyOf(theirs, 'ADMIN');
  await give(both, ours.teamId, 'ADMIN');
});

const query = <R extends object>(text: string, ...values: unknown[]) =>
  api.database.pool.query<R>(text, values);

const keyOf = (teamId: string, role: string): Promise<string> =>
  givenKey(api, teamId, role, `${role}-${randomUUID()}`);

/** A role beside those of the key's principal; nobody has come with the key yet. */
const give = (key: string, teamId: string, role: string) =>
  query(
    `INSERT INTO role_assignment (principal_id, team_id, role)
     SELECT principal_id, $2, $3::"Role" FROM api_key WHERE prefix = $1`,
    key.slice(0, 12),
    rowIdOf(teamId),
    role,
  );

interface Answered {
  resource: { id: string; team: { id: string } } | null;
  operation: { id: string; kind: string } | null;
  warnings: { code: string }[];
  userErrors: { code: string; field: string[]; operationId: string | null; message: string }[];
}

async function move(key: string, resourceId: string, teamId: string, more: object = {}) {
  const document = `mutation ($input: MoveResourceInput!) { moveResource(input: $input) {
    operation { id kind } warnings { code } userErrors { code field operationId message }
    resource { id ... on ResourceGroup { team { id } } ... on Workspace { team { id } } ... on Compute { team { id } } } } }`;
  const { data, errors } = await api.graphql(key, document, {
    input: { resourceId, teamId, ...more },
  });
  expect(errors).toBeUndefined();
  return at(data).moveResource as unknown as Answered;
}

const refused = (code: string, field: string) => ({
  resource: null,
  userErrors: [{ code, field: ['input', field] }],
});

/** The kinds of what stands below an ARM id, by team. */
async function teamsBelow(groupArmId: string): Promise<Record<string, string[]>> {
  const { rows } = await query<{ kind: string; team: string }>(
    `SELECT kind, team_id AS team FROM resource WHERE starts_with(arm_id_key, $1) AND gone_at IS NULL ORDER BY arm_id_key`,
    groupArmId.toLowerCase(),
  );
  const teams = Object.groupBy(rows, ({ team }) => team);
  return Object.fromEntries(
    Object.entries(teams).map(([team, all]) => [team, all!.map(({ kind }) => kind)]),
  );
}

const kindsInGroup = [
  'RESOURCE_GROUP',
  'CONNECTED_CLUSTER',
  'ARC_EXTENSION',
  'WORKSPACE',
  'COMPUTE_CLUSTER',
  'KUBERNETES_COMPUTE',
  'COMPUTE_INSTANCE',
];

/** What is under way on something. */
const begun = async (id: string, kind = 'COMPUTE_CLUSTER_UPDATE', status = 'QUEUED') => {
  const { rows } = await query<{ id: string }>(
    `WITH begun AS (
       INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
       SELECT $2, $3::"OperationStatus", r.id, r.name, r.team_id, '00000000-0000-7000-8000-000000000001', 'graphql', 'x'
       FROM resource r WHERE r.id = $1 RETURNING id)
     INSERT INTO operation_step (operation_id, position, name) SELECT id, 0, 'put compute' FROM begun RETURNING operation_id AS id`,
    rowIdOf(id),
    kind,
    status,
  );
  return globalId('Operation', rows[0]!.id);
};

const operationsOf = async (id: string) =>
  (
    await query<{ kind: string; team: string }>(
      `SELECT kind, team_id AS team FROM operation WHERE target_id = $1 ORDER BY id`,
      rowIdOf(id),
    )
  ).rows;

const shown = async (key: string, document: string) => {
  const { data, errors } = await api.graphql(key, document);
  expect(errors).toBeUndefined();
  return at(data);
};

describe('a group that moves', () => {
  it('takes all that it holds along, with tags that are on their way to Azure', async () => {
    const done = await move(both, ours.groupId, theirs);
    expect(done).toMatchObject({
      resource: { id: ours.groupId, team: { id: theirs } },
      operation: { kind: 'RESOURCE_GROUP_UPDATE' },
      userErrors: [],
    });
    expect(await teamsBelow(ours.groupArmId)).toEqual({ [rowIdOf(theirs)]: kindsInGroup });
    for (const [id, kind] of [
      [ours.groupId, 'RESOURCE_GROUP_UPDATE'],
      [ours.workspaceId, 'WORKSPACE_UPDATE'],
      [ours.clusterId, 'COMPUTE_CLUSTER_UPDATE'],
      [ours.instanceId, 'COMPUTE_INSTANCE_UPDATE'],
    ] as const)
      expect(await operationsOf(id)).toEqual([{ kind, team: rowIdOf(theirs) }]);
    // To attach it anew would interrupt its jobs.
    expect(done.warnings).toEqual([{ code: 'TAGS_NOT_SENT' }]);
    expect(await operationsOf(ours.attachmentId)).toEqual([]);
  });

  it('has the tags of the new team, over what was asked for it alone; the old defaults end', async () => {
    await query(
      `INSERT INTO cost_tag (resource_id, key, value, source) VALUES ($1, 'Owner', 'v', 'TEAM_DEFAULT'),
         ($1, 'project', 'blue', 'REQUEST'), ($1, 'environment', 'v', 'REQUEST'), ($1, 'floor', '3', 'TEAM_DEFAULT')`,
      rowIdOf(ours.clusterId),
    );
    const costTags = [{ key: 'owner', value: 'ada' }];
    expect((await move(both, ours.groupId, theirs, { costTags })).userErrors).toEqual([]);
    const { rows } = await query(
      `SELECT key, value, source FROM cost_tag WHERE resource_id = $1 ORDER BY lower(key)`,
      rowIdOf(ours.clusterId),
    );
    expect(rows).toEqual([
      { key: 'costCenter', value: 'CC-1', source: 'TEAM_DEFAULT' },
      { key: 'environment', value: 'test', source: 'TEAM_DEFAULT' },
      { key: 'Owner', value: 'ada', source: 'REQUEST' },
      { key: 'project', value: 'blue', source: 'REQUEST' },
    ]);
  });

  it('is refused where the new team has no default for a required tag, unless it is given', async () => {
    const document = `mutation { createTeam(input: { name: "bare-${randomUUID()}", costCenter: "CC-9" }) { team { id } } }`;
    const bare = at((await api.graphql(api.adminKey, document)).data).createTeam!.team!.id!;
    await shareWith(api.database.pool, rowIdOf(bare), `/subscriptions/${subscriptionId}`);
    const missing = { code: 'COST_TAG_REQUIRED', field: ['input', 'costTags'] };
    expect((await move(api.adminKey, ours.groupId, bare)).userErrors).toMatchObject([
      missing,
      missing,
    ]);
    expect(await teamsBelow(ours.groupArmId)).toEqual({ [ours.rowId]: kindsInGroup });
    const costTags = ['owner', 'environment'].map((key) => ({ key, value: 'v' }));
    expect((await move(api.adminKey, ours.groupId, bare, { costTags })).userErrors).toEqual([]);
  });

  it('leaves what another team has in it, and takes what nobody manages there', async () => {
    const found = await givenFound(api.database.pool, 'found', ours.workspaceId, { a: 'b' });
    const third = await givenTeam(api, `third-${randomUUID()}`);
    await query(
      `UPDATE resource SET team_id = $1 WHERE id = $2`,
      rowIdOf(third),
      rowIdOf(ours.clusterId),
    );
    expect((await move(both, ours.groupId, theirs)).userErrors).toEqual([]);
    const teams = await teamsBelow(ours.groupArmId);
    expect(teams[rowIdOf(third)]).toEqual(['COMPUTE_CLUSTER']);
    expect(teams[rowIdOf(theirs)]).toHaveLength(kindsInGroup.length);
    expect(await operationsOf(found)).toEqual([]);
    const tags = await query(`SELECT key FROM cost_tag WHERE resource_id = $1`, rowIdOf(found));
    expect(tags.rows).toEqual([{ key: 'a' }]);
  });

  it('ends what its team had shared of it, and nothing else', async () => {
    const third = await givenTeam(api, `third-${randomUUID()}`, []);
    const armIds = [
      ours.groupArmId,
      `${ours.groupArmId}/providers/a.b/c/d`,
      `${ours.groupArmId}-two`,
    ];
    for (const armId of armIds)
      await query(
        `INSERT INTO shared_scope (team_id, arm_id, arm_id_key, includes_children, owner_team_id, shared_by_id)
         VALUES ($1, $2, lower($2), true, $3, '00000000-0000-7000-8000-000000000001')`,
        rowIdOf(third),
        armId,
        ours.rowId,
      );
    await move(both, ours.groupId, theirs);
    const left = await query<{ armId: string }>(
      `SELECT arm_id AS "armId" FROM shared_scope WHERE team_id = $1`,
      rowIdOf(third),
    );
    expect(left.rows).toEqual([{ armId: armIds[2] }]);
    const { rowCount } = await query(
      `SELECT FROM audit_event WHERE action = 'scope.unshared' AND team_id = $1`,
      ours.rowId,
    );
    expect(rowCount).toBe(2);
  });
});

describe('its history', () => {
  it('before stays with the team that it left, and from then on is that of the new one', async () => {
    const document = `{ auditEvents(first: 10, filter: { targetId: "${ours.groupId}" }) { nodes { action before after } } }`;
    await query(
      `SELECT append_audit_event(jsonb_build_object('action', 'resource_group.create.accepted', 'actorId',
        '00000000-0000-7000-8000-000000000001', 'channel', 'system', 'requestId', 'x', 'teamId', $1::text, 'targetId', $2::text))`,
      ours.rowId,
      rowIdOf(ours.groupId),
    );
    await move(both, ours.groupId, theirs);
    await api.seal();
    const actionsTo = async (key: string) => {
      const { auditEvents } = await shown(key, document);
      return (auditEvents!.nodes as unknown as { action: string }[]).map(({ action }) => action);
    };
    expect(await actionsTo(ours.adminKey)).toEqual([
      'resource.moved_away',
      'resource_group.create.accepted',
    ]);
    const viewer = await keyOf(theirs, 'VIEWER');
    expect(await actionsTo(viewer)).toEqual(['resource_group.update.accepted', 'resource.moved']);
    const { auditEvents } = await shown(ours.adminKey, document);
    expect(JSON.stringify(auditEvents)).toContain(`"${rowIdOf(theirs)}"`);
    expect(JSON.stringify(auditEvents)).toContain('computes/c-');
  });

  it('has its operations with it: who may take one up again is of the new team', async () => {
    const id = await begun(ours.attachmentId, 'KUBERNETES_COMPUTE_ATTACH', 'FAILED');
    await move(both, ours.attachmentId, theirs);
    const look = `{ operation(id: "${id}") { id } }`;
    expect(await shown(ours.adminKey, look)).toEqual({ operation: null });
    expect(await shown(await keyOf(theirs, 'VIEWER'), look)).toEqual({ operation: { id } });
    const retry = `mutation { retryOperation(input: { id: "${id}" }) { userErrors { code } } }`;
    expect(await shown(ours.operatorKey, retry)).toMatchObject({
      retryOperation: { userErrors: [{ code: 'NOT_FOUND' }] },
    });
  });
});

describe('who may move', () => {
  it('administers both teams', async () => {
    const admins = [await keyOf(ours.teamId, 'ADMIN'), await keyOf(ours.teamId, 'ADMIN')];
    await give(admins[1]!, theirs, 'OPERATOR');
    const comes = await keyOf(theirs, 'ADMIN');
    const sees = await keyOf(theirs, 'ADMIN');
    await give(sees, ours.teamId, 'OPERATOR');
    expect(await move(admins[0]!, ours.groupId, theirs)).toMatchObject(
      refused('NOT_FOUND', 'teamId'),
    );
    expect(await move(admins[1]!, ours.groupId, theirs)).toMatchObject(
      refused('FORBIDDEN', 'teamId'),
    );
    expect(await move(comes, ours.groupId, theirs)).toMatchObject(
      refused('NOT_FOUND', 'resourceId'),
    );
    expect(await move(sees, ours.groupId, theirs)).toMatchObject(
      refused('FORBIDDEN', 'resourceId'),
    );
    expect(await teamsBelow(ours.groupArmId)).toEqual({ [ours.rowId]: kindsInGroup });
    expect(await move(both, ours.groupId, globalId('Team', randomUUID()))).toMatchObject(
      refused('NOT_FOUND', 'teamId'),
    );
  });

  it('administers a third team too where that one holds it', async () => {
    expect((await move(both, ours.clusterId, theirs)).userErrors).toEqual([]);
    const third = await givenTeam(api, `third-${randomUUID()}`);
    const key = await keyOf(theirs, 'ADMIN');
    await give(key, third, 'ADMIN');
    await query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
    expect(await move(key, ours.clusterId, third)).toMatchObject(
      refused('FORBIDDEN', 'resourceId'),
    );
    await give(both, third, 'ADMIN');
    expect((await move(api.adminKey, ours.clusterId, third)).userErrors).toEqual([]);
    expect((await teamsBelow(ours.groupArmId))[rowIdOf(third)]).toEqual(['COMPUTE_CLUSTER']);
  });

  it('does not know of it by roles that were taken away since', async () => {
    await shown(both, '{ viewer { id } }');
    await query(
      `DELETE FROM role_assignment WHERE team_id = $1 AND principal_id = (SELECT principal_id FROM api_key WHERE prefix = $2)`,
      rowIdOf(theirs),
      both.slice(0, 12),
    );
    expect(await move(both, ours.groupId, theirs)).toMatchObject(refused('NOT_FOUND', 'teamId'));
  });
});

describe('what does not move', () => {
  it('is what an operation is at work on, or in', async () => {
    const operationId = await begun(ours.clusterId);
    for (const id of [ours.clusterId, ours.workspaceId, ours.groupId])
      expect(await move(both, id, theirs)).toMatchObject({
        userErrors: [
          { code: 'OPERATION_IN_PROGRESS', field: ['input', 'resourceId'], operationId },
        ],
      });
    expect((await move(both, ours.instanceId, theirs)).userErrors).toEqual([]);
    expect(await teamsBelow(ours.groupArmId)).toMatchObject({
      [rowIdOf(theirs)]: ['COMPUTE_INSTANCE'],
    });
  });

  it('is what goes with what holds it', async () => {
    const operationId = await begun(ours.groupId, 'RESOURCE_GROUP_DELETE');
    expect(await move(both, ours.clusterId, theirs)).toMatchObject({
      userErrors: [{ code: 'OPERATION_IN_PROGRESS', operationId }],
    });
  });

  it('is what nobody manages, and what moves with its group alone', async () => {
    const found = await givenFound(api.database.pool, 'found', ours.workspaceId);
    expect(await move(both, found, theirs)).toMatchObject(refused('INVALID_STATE', 'resourceId'));
    for (const id of [ours.arcId, ours.extensionId, globalId('Workspace', rowIdOf(ours.arcId))])
      expect(await move(both, id, theirs)).toMatchObject(refused('NOT_FOUND', 'resourceId'));
  });

  it('stands where the platform lets the new team have nothing', async () => {
    await query(
      `UPDATE team SET allowed_locations = '{westeurope}' WHERE id = $1`,
      rowIdOf(theirs),
    );
    expect(await move(both, ours.clusterId, theirs)).toMatchObject(
      refused('SCOPE_NOT_SHARED', 'teamId'),
    );
    await query(`UPDATE team SET allowed_locations = '{}' WHERE id = $1`, rowIdOf(theirs));
    const groupArmId = resourceGroupId(randomUUID(), 'elsewhere');
    const row = [ours.rowId, 'RESOURCE_GROUP', null, groupArmId, { location: 'eastus' }] as const;
    const groupId = globalId('ResourceGroup', await insertRow(api, row));
    expect(await move(both, groupId, theirs)).toMatchObject(refused('SCOPE_NOT_SHARED', 'teamId'));
    await shareWith(
      api.database.pool,
      rowIdOf(theirs),
      groupArmId.split('/').slice(0, 3).join('/'),
    );
    expect((await move(both, groupId, theirs)).userErrors).toEqual([]);
  });

  it('is there already', async () => {
    const before = await query('SELECT FROM audit_event');
    expect(await move(both, ours.groupId, ours.teamId)).toMatchObject({
      resource: { id: ours.groupId, team: { id: ours.teamId } },
      operation: null,
      userErrors: [],
    });
    expect((await query('SELECT FROM audit_event')).rowCount).toBe(before.rowCount);
  });
});

/** Statements of the API that wait for a lock. */
const waiting = async (): Promise<number> =>
  (
    await query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query NOT LIKE '%last_used_at = now()%'`,
    )
  ).rowCount ?? NaN;

describe('of what moves', () => {
  const set = (id: string, change: string) =>
    query(`UPDATE resource SET ${change} WHERE id = $1`, rowIdOf(id));
  const versionsBelow = async (): Promise<Record<string, number>> => {
    const { rows } = await query<{ id: string; version: number }>(
      `SELECT id, version FROM resource WHERE starts_with(arm_id_key, $1)`,
      ours.groupArmId.toLowerCase(),
    );
    return Object.fromEntries(rows.map(({ id, version }) => [id, version]));
  };

  it('nothing is sent to Azure for what never came to be, or carries these tags already', async () => {
    await set(ours.clusterId, `provisioning_state = 'FAILED', observed = NULL`);
    const tags = { costCenter: 'CC-1', owner: 'o', environment: 'test' };
    await set(ours.instanceId, `observed = observed || '${JSON.stringify({ tags })}'::jsonb`);
    expect((await move(both, ours.groupId, theirs)).userErrors).toEqual([]);
    expect(await operationsOf(ours.clusterId)).toEqual([]);
    expect(await operationsOf(ours.instanceId)).toEqual([]);
    expect(await operationsOf(ours.workspaceId)).toHaveLength(1);
  });

  it('nothing is sent for what nobody manages, also where its tags were changed since', async () => {
    const found = await givenFound(api.database.pool, 'found', ours.workspaceId, { a: 'b' });
    await query(`UPDATE cost_tag SET value = 'c' WHERE resource_id = $1`, rowIdOf(found));
    expect((await move(both, ours.groupId, theirs)).userErrors).toEqual([]);
    expect(await operationsOf(found)).toEqual([]);
  });

  it('a connected cluster has no cost tags, whoever has it', async () => {
    await move(both, ours.groupId, theirs);
    const { rowCount } = await query(
      `SELECT FROM cost_tag WHERE resource_id = $1`,
      rowIdOf(ours.arcId),
    );
    expect(rowCount).toBe(0);
  });

  it('whatever was decided on before is refused: all have another version', async () => {
    const before = await versionsBelow();
    await move(both, ours.groupId, theirs);
    const after = await versionsBelow();
    for (const [id, version] of Object.entries(before)) expect(after[id]).toBeGreaterThan(version);
  });

  it('all must be where the new team may work, and not what is moved alone', async () => {
    await set(ours.clusterId, `location = 'northeurope'`);
    await query(`UPDATE team SET allowed_locations = '{eastus}' WHERE id = $1`, rowIdOf(theirs));
    expect(await move(both, ours.groupId, theirs)).toMatchObject(
      refused('SCOPE_NOT_SHARED', 'teamId'),
    );
    expect((await move(both, ours.instanceId, theirs)).userErrors).toEqual([]);
  });

  it('a group in the subscription that is everybody’s needs no share of it', async () => {
    const third = await givenTeam(api, `third-${randomUUID()}`, []);
    expect((await move(api.adminKey, ours.groupId, third)).userErrors).toEqual([]);
  });
});

describe('how much moves', () => {
  /** So many clusters in the workspace, without tags in Azure. */
  const fill = (count: number) =>
    query(
      `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
         raw_provisioning_state, desired, observed)
       SELECT r.kind, r.team_id, r.parent_id, 'many-' || n, r.arm_id || n, r.arm_id_key || n, r.subscription_id, r.location,
         'SUCCEEDED', '', r.desired, '{}' FROM resource r, generate_series(1, $2::integer) n WHERE r.id = $1`,
      rowIdOf(ours.clusterId),
      count,
    );

  it('is five hundred things at once, each with an operation, and not one more', async () => {
    // Four stand in the workspace, itself counted.
    await fill(497);
    expect(await move(both, ours.workspaceId, theirs)).toMatchObject({
      ...refused('INVALID_STATE', 'resourceId'),
      userErrors: [{ message: expect.stringContaining('500 things') as string }],
    });
    expect(await operationsOf(ours.workspaceId)).toEqual([]);
    await query(
      `UPDATE resource SET gone_at = now() WHERE name = 'many-1' AND team_id = $1`,
      ours.rowId,
    );
    expect((await move(both, ours.workspaceId, theirs)).userErrors).toEqual([]);
    const { rows } = await query(
      `SELECT count(*)::integer AS moved, count(o.id)::integer AS begun FROM resource r
         LEFT JOIN operation o ON o.target_id = r.id WHERE r.team_id = $1`,
      rowIdOf(theirs),
    );
    // An attachment is not attached anew for its tags.
    expect(rows).toEqual([{ moved: 500, begun: 499 }]);
  });
});

describe('while it moves', () => {
  const send = async (key: string, name: string, input: object) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`;
    const { data } = await api.graphql(key, document, { input });
    return (at(data)[name]!.userErrors as unknown as { code: string }[]).map(({ code }) => code);
  };

  it('nothing begins in it by the right of the old team', async () => {
    await other.query('BEGIN');
    let moving: Promise<Answered> | undefined;
    let late: Promise<string[][]> | undefined;
    try {
      // What a move takes away after it wrote the rows.
      await other.query('LOCK TABLE shared_scope IN SHARE MODE');
      moving = move(both, ours.groupId, theirs);
      await expect.poll(waiting).toBe(1);
      const costTags = ['owner', 'environment'].map((key) => ({ key, value: 'v' }));
      late = Promise.all([
        send(ours.operatorKey, 'createComputeCluster', {
          workspaceId: ours.workspaceId,
          name: 'late-one',
          vmSize: 'STANDARD_D3_V2',
          costTags,
          scale: { maxNodeCount: 1 },
        }),
        send(ours.operatorKey, 'updateComputeInstance', {
          computeId: ours.instanceId,
          idleTimeBeforeShutdown: 'PT1H',
        }),
      ]);
      await expect.poll(waiting).toBe(3);
    } finally {
      await other.query('ROLLBACK');
    }
    expect((await moving)?.userErrors).toEqual([]);
    const [made, changed] = await late;
    // Whether it had looked before or not.
    expect(['INVALID_STATE', 'NOT_FOUND']).toContain(made?.[0]);
    expect(changed).toEqual(['NOT_FOUND']);
    const { rows } = await query<{ team: string }>(
      `SELECT DISTINCT o.team_id AS team FROM operation o JOIN resource r ON r.id = o.target_id WHERE starts_with(r.arm_id_key, $1)`,
      ours.groupArmId.toLowerCase(),
    );
    expect(rows).toEqual([{ team: rowIdOf(theirs) }]);
  });

  it('nothing is made in it that was allowed just before', async () => {
    const costTags = ['owner', 'environment'].map((key) => ({ key, value: 'v' }));
    const input = {
      name: 'late-two',
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 1 },
      costTags,
    };
    let making: Promise<string[]> | undefined;
    await other.query('BEGIN');
    try {
      // What a creation writes and the move does not.
      await other.query('LOCK TABLE operation_step IN SHARE MODE');
      making = send(ours.operatorKey, 'createComputeCluster', {
        ...input,
        workspaceId: ours.workspaceId,
      });
      await expect.poll(waiting).toBe(1);
      await query(
        'UPDATE resource SET team_id = $2, version = version + 1 WHERE id = $1',
        rowIdOf(ours.workspaceId),
        rowIdOf(theirs),
      );
    } finally {
      await other.query('ROLLBACK');
    }
    expect(await making).toEqual(['INVALID_STATE']);
  });

  it('it is decided by whoever has it once nobody else holds it', async () => {
    const third = await givenTeam(api, `third-${randomUUID()}`);
    const before = await query(`SELECT FROM audit_event WHERE action = 'resource.moved_away'`);
    await other.query('BEGIN');
    let moving: Promise<Answered> | undefined;
    try {
      await other.query('UPDATE resource SET team_id = $2, version = version + 1 WHERE id = $1', [
        rowIdOf(ours.clusterId),
        rowIdOf(third),
      ]);
      moving = move(both, ours.clusterId, theirs);
      await expect.poll(waiting).toBe(1);
    } finally {
      await other.query('COMMIT');
    }
    expect((await moving)?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const after = await query(`SELECT FROM audit_event WHERE action = 'resource.moved_away'`);
    expect(after.rowCount).toBe(before.rowCount);
  });

  it('what began before is seen, whatever the move had read', async () => {
    await other.query('BEGIN');
    let moving: Promise<Answered> | undefined;
    try {
      await other.query('SELECT FROM resource WHERE id = $1 FOR UPDATE', [
        rowIdOf(ours.workspaceId),
      ]);
      moving = move(both, ours.groupId, theirs);
      await expect.poll(waiting).toBe(1);
      await other.query(
        `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
         SELECT 'WORKSPACE_UPDATE', 'QUEUED', r.id, r.name, r.team_id, '00000000-0000-7000-8000-000000000001', 'graphql', 'x'
         FROM resource r WHERE r.id = $1`,
        [rowIdOf(ours.workspaceId)],
      );
    } finally {
      await other.query('COMMIT');
    }
    expect((await moving)?.userErrors).toMatchObject([{ code: 'OPERATION_IN_PROGRESS' }]);
    expect(await teamsBelow(ours.groupArmId)).toEqual({ [ours.rowId]: kindsInGroup });
  });
});
