import { randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { forgetOldPlans, submits } from '#libs/plans';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenKey, rowIdOf, type Loose } from '../../support/gateway.js';
import { FakeArm } from '../../support/fake-arm.js';
import { rest } from '../../support/rest.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';
import { givenThings, type Scene } from './given-things.js';
import { mutations } from './role-matrix.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
let viewerKey: string;
beforeAll(async () => {
  api = await startApi(undefined, new FakeArm());
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
  viewerKey = await givenKey(api, ours.teamId, 'VIEWER', 'viewer');
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );
});

const shown = `id verb targetName applicable stale changes { path before after effect reason }
  consequences { deleted { kind name managed note } stillBilled { kind name note } } refusals { code field } warnings { code }
  operation { id kind status plan { id } } target { id } team { id } createdBy { displayName }`;

async function plan(change: object, key = ours.operatorKey): Promise<Loose> {
  const query = `mutation ($input: PlanInput!) { plan(input: $input) {
    plan { ${shown} } userErrors { code field message operationId } } }`;
  const { data, errors } = await api.graphql(key, query, { input: { change } });
  expect(errors).toBeUndefined();
  return at(data)['plan']!;
}

async function apply(planId: unknown, key = ours.operatorKey, idempotencyKey?: string) {
  const query = `mutation ($input: ApplyPlanInput!) { applyPlan(input: $input) {
    operation { id kind plan { id } } plan { id applicable stale operation { id } } userErrors { code field message operationId } } }`;
  const { data, errors } = await api.graphql(key, query, { input: { planId, idempotencyKey } });
  expect(errors).toBeUndefined();
  return at(data)['applyPlan']!;
}

const newName = (): string => `c${randomUUID().slice(0, 8)}x`;
const newCluster = (change: object = {}) => ({
  createComputeCluster: {
    workspaceId: ours.workspaceId,
    name: newName(),
    vmSize: 'Standard_DS3_v2',
    scale: { maxNodeCount: 4 },
    ...change,
  },
});
const scaledTo = (maxNodeCount: number, change: object = {}) => ({
  updateComputeCluster: { computeId: ours.clusterId, scale: { maxNodeCount }, ...change },
});
const count = async (what: string): Promise<number> => {
  const { rows } = await api.database.pool.query<{ count: string }>(`SELECT count(*) FROM ${what}`);
  return Number(rows[0]?.count);
};
const effects = ({ changes }: Loose): Record<string, string> =>
  Object.fromEntries(
    (changes as unknown as { path: string[]; effect: string }[]).map(({ path, effect }) => [
      path.join('.'),
      effect,
    ]),
  );

describe('a plan', () => {
  it('says of a new thing what it would be, and makes nothing', async () => {
    const before = [await count('resource'), await count('operation')];
    const { plan: made, userErrors } = await plan(newCluster());
    expect(userErrors).toEqual([]);
    expect(made).toMatchObject({
      verb: 'createComputeCluster',
      applicable: true,
      stale: false,
      operation: null,
      target: null,
      team: { id: ours.teamId },
      consequences: { deleted: [], stillBilled: [] },
    });
    expect(effects(made!)).toMatchObject({
      vmSize: 'CREATE',
      'scale.maxNodeCount': 'CREATE',
      'costTags.owner': 'CREATE',
    });
    expect([await count('resource'), await count('operation')]).toEqual(before);
  });

  it('stands in the audit trail, with what it said', async () => {
    const { plan: made } = await plan(newCluster());
    const { rows } = await api.database.pool.query(
      `SELECT action, after ->> 'verb' AS verb, channel FROM audit_event WHERE target_id = $1`,
      [rowIdOf(made!['id']!)],
    );
    expect(rows).toEqual([
      { action: 'plan.created', verb: 'createComputeCluster', channel: 'graphql' },
    ]);
  });

  it('of something wrong is not made, and what was wrong is kept nowhere: it may be a secret', async () => {
    const secret = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----';
    const protectedSettings = [{ name: 'sslKeyPemFile', reference: secret }];
    const input = { extensionId: ours.extensionId, protectedSettings };
    const { plan: made, userErrors } = await plan({ updateArcExtension: input });
    expect(made).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    const { rows } = await api.database.pool.query(
      `SELECT FROM plan p WHERE to_jsonb(p)::text LIKE '%BEGIN PRIVATE%'
      UNION ALL SELECT FROM audit_event a WHERE to_jsonb(a)::text LIKE '%BEGIN PRIVATE%'`,
    );
    expect(rows).toEqual([]);
  });

  it('takes a label whose name looks like a secret, as the mutation does', async () => {
    const nodeSelector = [{ name: 'example.com/token-pool', value: 'true' }];
    const input = { extensionId: ours.extensionId, settings: { nodeSelector } };
    expect(await plan({ updateArcExtension: input })).toMatchObject({ userErrors: [] });
  });

  it('says of a change which fields become what, and which cannot', async () => {
    const { plan: made } = await plan(
      scaledTo(9, { description: 'new', vmSize: 'Standard_NC6', enableNodePublicIp: true }),
    );
    expect(made).toMatchObject({
      applicable: false,
      target: { id: ours.clusterId },
      refusals: [{ code: 'IMMUTABLE_FIELD', field: ['input', 'vmSize'] }],
    });
    expect(effects(made!)).toMatchObject({
      'scale.maxNodeCount': 'UPDATE_IN_PLACE',
      description: 'UPDATE_IN_PLACE',
      vmSize: 'REPLACE',
    });
  });

  it('says what a deletion takes with it, and what stays and is billed', async () => {
    const provider = (path: string): string => `${ours.groupArmId}/providers/Microsoft.${path}`;
    await api.database.pool.query('UPDATE resource SET desired = desired || $2 WHERE id = $1', [
      rowIdOf(ours.workspaceId),
      {
        storageAccountId: provider('Storage/storageAccounts/oursstore'),
        keyVaultId: provider('KeyVault/vaults/ours-vault'),
      },
    ]);
    const input = { workspaceId: ours.workspaceId, confirmName: 'ws-ours' };
    const { plan: made } = await plan({ deleteWorkspace: input });
    const { deleted, stillBilled } = made!['consequences'] as unknown as {
      deleted: { name: string; managed: boolean }[];
      stillBilled: { kind: string; note: string }[];
    };
    expect(deleted.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ws-ours', 'c-ours', 'i-ours', 'c-ours-k']),
    );
    expect(stillBilled.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults']),
    );
    expect(effects(made!)).toEqual({ '': 'DELETE' });
  });

  it('says what a stopped instance becomes, and that it is not free', async () => {
    const { plan: made } = await plan({ stopComputeInstance: { computeId: ours.instanceId } });
    expect(made).toMatchObject({
      changes: [
        { path: ['state'], before: 'RUNNING', after: 'STOPPED', effect: 'UPDATE_IN_PLACE' },
      ],
      consequences: {
        deleted: [],
        stillBilled: [{ name: 'i-ours', note: expect.stringMatching(/disk/) as string }],
      },
    });
    const { plan: started } = await plan({ startComputeInstance: { computeId: ours.instanceId } });
    expect(effects(started!)).toEqual({ state: 'UNCHANGED' });
  });

  it.each([
    ['twice', () => ({ ...newCluster(), ...scaledTo(1) }), ['input', 'change']],
    ['for nothing', () => ({}), ['input', 'change']],
  ])('is not made %s', async (_what, change) => {
    const answer = await rest(api, ours.operatorKey, '/plans', {
      method: 'POST',
      body: { change: change() },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/change', code: 'BAD_USER_INPUT' }] },
    });
  });

  it('takes no idempotency key of the mutation, for nothing is done', async () => {
    const { userErrors } = await plan(newCluster({ idempotencyKey: randomUUID() }));
    expect(userErrors).toMatchObject([
      {
        code: 'INVALID_INPUT',
        field: ['input', 'change', 'createComputeCluster', 'idempotencyKey'],
      },
    ]);
  });

  it('takes an ARM id wherever the mutation takes an id', async () => {
    const workspaceId = `${ours.groupArmId}/providers/Microsoft.MachineLearningServices/workspaces/ws-ours`;
    expect(await plan(newCluster({ workspaceId }))).toMatchObject({
      userErrors: [],
      plan: { applicable: true },
    });
  });

  it('is refused to who may not, as the mutation is, and told at its own fields', async () => {
    const field = ['input', 'change', 'createComputeCluster', 'workspaceId'];
    expect((await plan(newCluster(), viewerKey))['userErrors']).toMatchObject([
      { code: 'FORBIDDEN', field },
    ]);
    expect((await plan(newCluster(), theirs.operatorKey))['userErrors']).toMatchObject([
      { code: 'NOT_FOUND', field },
    ]);
  });

  it('is seen by those who see the team, and by nobody else', async () => {
    const { plan: made } = await plan(newCluster());
    const query = `query ($id: ID!) { plan(id: $id) { id } node(id: $id) { id } plans(first: 100) { nodes { id } } }`;
    const variables = { id: made!['id'] };
    const { data } = await api.graphql(viewerKey, query, variables);
    expect(at(data)).toMatchObject({ plan: variables, node: variables });
    expect(at(data)['plans']!['nodes']).toContainEqual(variables);
    const others = await api.graphql(theirs.operatorKey, query, variables);
    expect(others.data).toEqual({ plan: null, node: null, plans: { nodes: [] } });
  });
});

/** What the role matrix asks for is refused to everybody. */
const refusedAsTheyAre: Readonly<Record<string, string[]>> = {
  attachKubernetesCompute: ['CLUSTER_NOT_CONNECTED', 'ALREADY_ATTACHED'],
  deleteCompute: ['CONFIRMATION_MISMATCH'],
  deleteResourceGroup: ['CONFIRMATION_MISMATCH', 'NOT_EMPTY', 'NOT_EMPTY'],
  deleteWorkspace: ['CONFIRMATION_MISMATCH', 'NOT_EMPTY'],
  installArcExtension: ['CLUSTER_NOT_CONNECTED', 'ALREADY_EXISTS'],
  provisionKubernetesCompute: ['CLUSTER_NOT_CONNECTED', 'ALREADY_ATTACHED', 'ALREADY_EXISTS'],
  removeComputeIdentity: ['INVALID_STATE'],
  uninstallArcExtension: ['INVALID_STATE', 'CLUSTER_NOT_CONNECTED'],
};

describe('every mutation that submits an operation', () => {
  const submitting = catalogue.filter(submits);
  let scene: Scene;
  beforeAll(async () => {
    scene = await givenThings(api);
    await api.database.pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
    await api.database.pool.query(
      `UPDATE resource SET provisioning_state = 'SUCCEEDED', observed = coalesce(observed, desired)`,
    );
  });

  it('is one of those that can be planned', () => {
    const inputs = api.app.get(GraphQLSchemaHost).schema.getType('PlannedChangeInput');
    expect(Object.keys((inputs as GraphQLInputObjectType).getFields()).toSorted()).toEqual(
      submitting.map(({ name }) => name).toSorted(),
    );
  });

  it.each(submitting.map(({ name }) => name))('%s: a plan of it writes nothing', async (name) => {
    const given = mutations[name]!.input(scene.things, 'PLATFORM_ADMIN');
    const isNamed = name.startsWith('create') && 'name' in given;
    const input = { ...given, ...(isNamed && { name: newName() }) };
    const written = async () => {
      const { rows } = await api.database.pool.query(`SELECT
        (SELECT jsonb_agg(to_jsonb(r) ORDER BY id) FROM resource r) AS resources, (SELECT count(*) FROM operation) AS operations,
        (SELECT count(*) FROM cost_tag) AS tags, (SELECT count(*) FROM outbox_event) AS told,
        (SELECT count(*) FROM idempotency_record) AS keys, (SELECT count(*) FROM audit_event WHERE action <> 'plan.created') AS audit`);
      return rows[0] as unknown;
    };
    const before = await written();
    const { plan: made, userErrors } = await plan({ [name]: input }, api.adminKey);
    expect(await written()).toEqual(before);
    const codes = (userErrors as unknown as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(refusedAsTheyAre[name] ?? []);
    expect(made === null || made?.['changes']).not.toEqual([]);
  });
});

describe('a plan that is applied', () => {
  it('does what it said, and names its operation from then on', async () => {
    const { plan: made } = await plan(scaledTo(7));
    const done = await apply(made!['id']);
    expect(done).toMatchObject({
      userErrors: [],
      operation: { kind: 'COMPUTE_CLUSTER_UPDATE', plan: { id: made!['id'] } },
      plan: { id: made!['id'], applicable: false, operation: { id: done['operation']!['id'] } },
    });
    const { rows } = await api.database.pool.query<{ plan: string; desired: Loose }>(
      `SELECT a.after ->> 'planId' AS plan, r.desired FROM operation o JOIN resource r ON r.id = o.target_id
      JOIN audit_event a ON a.operation_id = o.id WHERE o.id = $1`,
      [rowIdOf(done['operation']!['id']!)],
    );
    expect(rows[0]?.plan).toBe(rowIdOf(made!['id']!));
    expect(rows[0]?.desired['scale']).toMatchObject({ maxNodeCount: 7 });
  });

  it('is applied once, and answers the same again under the same key', async () => {
    const { plan: made } = await plan(newCluster());
    const key = randomUUID();
    const first = await apply(made!['id'], ours.operatorKey, key);
    expect(await apply(made!['id'], ours.operatorKey, key)).toEqual(first);
    expect(await apply(made!['id'])).toMatchObject({
      operation: null,
      userErrors: [
        {
          code: 'PLAN_STALE',
          field: ['input', 'planId'],
          operationId: first['operation']!['id'],
        },
      ],
    });
  });

  it('is applied once, by however many at a time', async () => {
    const { plan: made } = await plan(newCluster());
    const answers = await Promise.all(Array.from({ length: 20 }, () => apply(made!['id'])));
    expect(answers.filter(({ operation }) => operation).length).toBe(1);
    const codes = answers.flatMap(({ userErrors }) =>
      (userErrors as unknown as { code: string }[]).map(({ code }) => code),
    );
    expect(['PLAN_STALE', 'OPERATION_IN_PROGRESS']).toEqual(
      expect.arrayContaining([...new Set(codes)]),
    );
  });

  it('is refused where its target was changed since, and says what is otherwise', async () => {
    const { plan: made } = await plan(scaledTo(5));
    await apply((await plan(scaledTo(6)))['plan']!['id']);
    await api.database.pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
    const { data } = await api.graphql(viewerKey, '{ plans(first: 100) { nodes { id stale } } }');
    expect(at(data)['plans']!['nodes']).toContainEqual({ id: made!['id'], stale: true });
    expect((await apply(made!['id']))['userErrors']).toMatchObject([
      {
        code: 'PLAN_STALE',
        message: expect.stringMatching(/'c-ours' was changed.*version/) as string,
      },
    ]);
  });

  it('is refused where something has come to stand in what it deletes', async () => {
    const input = { workspaceId: theirs.workspaceId, confirmName: 'ws-theirs' };
    const { plan: made } = await plan({ deleteWorkspace: input }, theirs.operatorKey);
    const { pool } = api.database;
    await pool.query(
      `INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
        provisioning_state, raw_provisioning_state, desired)
      SELECT uuidv7(), kind, team_id, parent_id, 'newcomer', arm_id || '-new', arm_id_key || '-new', subscription_id, location,
        provisioning_state, raw_provisioning_state, desired FROM resource WHERE id = $1`,
      [rowIdOf(theirs.clusterId)],
    );
    expect((await apply(made!['id'], theirs.operatorKey))['userErrors']).toMatchObject([
      {
        code: 'PLAN_STALE',
        message: expect.stringMatching(/-new has come to stand in it/) as string,
      },
    ]);
  });

  it('is refused after an hour', async () => {
    const { plan: made } = await plan(newCluster());
    await api.database.pool.query('UPDATE plan SET expires_at = now() WHERE id = $1', [
      rowIdOf(made!['id']!),
    ]);
    expect((await apply(made!['id']))['userErrors']).toMatchObject([
      { code: 'PLAN_STALE', message: expect.stringMatching(/hour/) as string },
    ]);
  });

  it('is refused where it could not be applied when it was made, though nothing is in the way by now', async () => {
    const { plan: made } = await plan(scaledTo(3, { enableNodePublicIp: false }));
    expect(made).toMatchObject({ applicable: false });
    await api.database.pool.query(
      `UPDATE resource SET desired = desired || $2, observed = coalesce(observed, desired) || $2 WHERE id = $1`,
      [rowIdOf(ours.clusterId), { enableNodePublicIp: false }],
    );
    expect((await apply(made!['id']))['userErrors']).toMatchObject([{ code: 'PLAN_STALE' }]);
  });

  it('is refused where another team would pay', async () => {
    const { plan: made } = await plan(newCluster());
    await api.database.pool.query('UPDATE plan SET team_id = $2 WHERE id = $1', [
      rowIdOf(made!['id']!),
      theirs.rowId,
    ]);
    expect((await apply(made!['id'], api.adminKey))['userErrors']).toMatchObject([
      { code: 'PLAN_STALE', message: expect.stringMatching(/another team would pay/) as string },
    ]);
  });

  it('is forgotten a week later where nothing carries it out', async () => {
    const { plan: left } = await plan(newCluster());
    const { plan: used } = await plan(newCluster());
    await apply(used!['id']);
    await api.database.pool.query(`UPDATE plan SET expires_at = now() - interval '8 days'`);
    const { pool } = api.database;
    while ((await forgetOldPlans(pool, 7, 10)) === 10);
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM plan');
    const kept = rows.map(({ id }) => id);
    expect(kept).toContain(rowIdOf(used!['id']!));
    expect(kept).not.toContain(rowIdOf(left!['id']!));
  });

  it('is refused as the mutation is, where that is refused by now', async () => {
    const change = newCluster();
    const { plan: made } = await plan(change);
    await apply((await plan(change))['plan']!['id']);
    await api.database.pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
    expect((await apply(made!['id']))['userErrors']).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
  });

  it('is refused to who may not', async () => {
    const { plan: made } = await plan(newCluster());
    expect((await apply(made!['id'], viewerKey))['userErrors']).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    for (const key of [theirs.operatorKey])
      expect((await apply(made!['id'], key))['userErrors']).toMatchObject([
        { code: 'NOT_FOUND', field: ['input', 'planId'] },
      ]);
    expect(await apply(made!['id'])).toMatchObject({ userErrors: [] });
  });

  it('is made and applied over REST', async () => {
    const made = await rest(api, ours.operatorKey, '/plans', {
      method: 'POST',
      body: { change: newCluster() },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { plan: { object: 'Plan', applicable: true } },
    });
    const { id } = (made.body as unknown as { plan: { id: string } }).plan;
    const done = await rest(api, ours.operatorKey, `/plans/${id}/apply`, { method: 'POST' });
    expect(done).toMatchObject({ status: 202 });
    const { status, body } = await rest(api, viewerKey, `/plans/${id}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { applicable: false } });
  });
});
