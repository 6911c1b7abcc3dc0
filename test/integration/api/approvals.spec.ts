import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, givenKey, rowIdOf, type Loose } from '../../support/gateway.js';
import { rest } from '../../support/rest.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let approverKey: string;
let strangerKey: string;
beforeAll(async () => {
  api = await startApi(undefined, new FakeArm());
  ours = await givenScopes(api, 'ours', 'rg-ours');
  const theirs = await givenScopes(api, 'theirs', 'rg-theirs');
  approverKey = await givenKey(api, ours.teamId, 'APPROVER', 'approver');
  strangerKey = await givenKey(api, theirs.teamId, 'APPROVER', 'stranger');
});
afterAll(() => api?.close());
beforeEach(() => policy({ effect: 'REQUIRE_APPROVAL', message: 'Many nodes are agreed on.' }));
afterEach(async () => {
  const { pool } = api.database;
  await pool.query(`UPDATE operation SET status = 'FAILED', due_at = NULL, completed_at = now()`);
  await pool.query(`DELETE FROM policy`);
  await pool.query(`UPDATE policy_revision SET revision = revision + 1`);
});

async function ask(verb: string, input: object, answer: string, key: string): Promise<Loose> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${verb}(input: $input) { ${answer} userErrors { code field message } } }`;
  const { data, errors } = await api.graphql(key, query, { input });
  expect(errors).toBeUndefined();
  return at(data)[verb]!;
}

async function policy(change: object): Promise<Loose> {
  const rule = {
    name: randomUUID(),
    verbs: ['createComputeCluster'],
    condition: 'after.scale.maxNodeCount > 8',
    ...change,
  };
  const made = await ask('createPolicy', rule, 'policy { id etag }', api.adminKey);
  expect(made['userErrors']).toEqual([]);
  return made['policy']!;
}

const approval = `approval { requirement { required role eligible reasons { message policy { name } } }
  decisions { by { displayName } outcome comment channel } expiresAt }`;
const operation = `operation { id status ${approval} }`;
const cluster = (maxNodeCount = 12) => ({
  workspaceId: ours.workspaceId,
  name: `c${randomUUID().slice(0, 8)}x`,
  vmSize: 'Standard_DS3_v2',
  scale: { maxNodeCount },
});
const create = (maxNodeCount?: number) =>
  ask(
    'createComputeCluster',
    cluster(maxNodeCount),
    `${operation} warnings { code }`,
    ours.operatorKey,
  );
const decide = (verb: 'approveOperation' | 'rejectOperation', id: unknown, key = approverKey) =>
  ask(verb, { id, comment: 'seen' }, operation, key);

async function waiting(key: string): Promise<unknown[]> {
  const query = '{ approvals(first: 50, filter: { mayDecide: true }) { nodes { id status } } }';
  const { data } = await api.graphql(key, query);
  return at(data)['approvals']!['nodes'] as unknown as unknown[];
}

describe('a policy that wants approval', () => {
  it('lets what it is about wait for somebody else, and nothing besides', async () => {
    expect((await create(4))['operation']).toMatchObject({ status: 'QUEUED', approval: null });
    const { operation: waits, warnings } = await create();
    expect(warnings).toEqual([]);
    expect(waits).toMatchObject({
      status: 'AWAITING_APPROVAL',
      approval: {
        requirement: {
          required: 1,
          role: 'APPROVER',
          reasons: [{ message: 'Many nodes are agreed on.' }],
        },
        decisions: [],
      },
    });
    expect(await waiting(approverKey)).toMatchObject([{ id: waits!['id'] }]);
    for (const key of [ours.operatorKey, strangerKey]) expect(await waiting(key)).toEqual([]);
    const { operation: begins } = await decide('approveOperation', waits!['id']);
    expect(begins).toMatchObject({
      status: 'QUEUED',
      approval: {
        decisions: [
          {
            by: { displayName: 'approver' },
            outcome: 'APPROVED',
            comment: 'seen',
            channel: 'graphql',
          },
        ],
      },
    });
    expect(await waiting(approverKey)).toEqual([]);
  });

  it('is decided on over REST as well', async () => {
    const { operation: waits } = await create();
    const path = `/operations/${String(waits!['id'])}`;
    const list = await rest(api, approverKey, '/approvals?mayDecide=true');
    expect(JSON.stringify(list.body)).toContain(String(waits!['id']));
    const own = await rest(api, ours.operatorKey, `${path}/approve`, { method: 'POST' });
    expect(own.status).toBe(403);
    const done = await rest(api, approverKey, `${path}/reject`, {
      method: 'POST',
      body: { comment: 'no' },
    });
    expect(done).toMatchObject({ status: 202, body: { operation: { status: 'CANCELED' } } });
  });

  it('says in a plan who would have to agree, and that too few may', async () => {
    await policy({
      effect: 'REQUIRE_APPROVAL',
      message: 'Three agree.',
      approval: { required: 3, role: 'APPROVER' },
    });
    const shown = `plan { id applicable warnings { code message }
      approval { required role eligible reasons { message } } }`;
    const change = { createComputeCluster: cluster() };
    const { plan } = await ask('plan', { change }, shown, ours.operatorKey);
    expect(plan).toMatchObject({ applicable: true, approval: { required: 3, role: 'APPROVER' } });
    expect(plan!['approval']!['reasons']).toHaveLength(2);
    expect(plan!['warnings']).toMatchObject([{ code: 'APPROVERS_TOO_FEW' }]);
    const { operation: waits } = await ask(
      'applyPlan',
      { planId: plan!['id'] },
      operation,
      ours.operatorKey,
    );
    expect(waits).toMatchObject({
      status: 'AWAITING_APPROVAL',
      approval: { requirement: { required: 3 } },
    });
    expect(await waiting(approverKey)).toHaveLength(1);
    await decide('approveOperation', waits!['id']);
    expect(await waiting(approverKey)).toEqual([]);
  });

  it('leaves wish, plan, findings, decisions and operation in one story of the audit trail', async () => {
    const change = { createComputeCluster: cluster() };
    const { plan } = await ask('plan', { change }, 'plan { id }', ours.operatorKey);
    const { operation: waits } = await ask(
      'applyPlan',
      { planId: plan!['id'] },
      operation,
      ours.operatorKey,
    );
    await decide('approveOperation', waits!['id']);
    const { rows } = await api.database.pool.query<{ action: string; after: Loose }>(
      'SELECT action, after FROM audit_event WHERE operation_id = $1 ORDER BY id',
      [rowIdOf(String(waits!['id']))],
    );
    expect(rows).toMatchObject([
      {
        action: 'compute_cluster.create.accepted',
        after: {
          planId: rowIdOf(String(plan!['id'])),
          policyFindings: [{ effect: 'REQUIRE_APPROVAL' }],
          approval: { required: 1 },
        },
      },
      { action: 'compute_cluster.create.approved', after: { agreed: 1, comment: 'seen' } },
    ]);
  });
});

describe('what was accepted is decided again', () => {
  it('when somebody agrees: a policy that denies it by now stands in the way until it is gone', async () => {
    const { operation: waits } = await create();
    const { id } = await policy({ effect: 'DENY', message: 'Not any more.' });
    const { userErrors } = await decide('approveOperation', waits!['id']);
    expect(userErrors).toMatchObject([{ code: 'POLICY_DENIED', field: ['input', 'id'] }]);
    expect(await waiting(approverKey)).toHaveLength(1);
    await ask('deletePolicy', { id }, '', api.adminKey);
    expect((await decide('approveOperation', waits!['id']))['operation']).toMatchObject({
      status: 'QUEUED',
    });
  });

  it('when somebody agrees: a policy that wants more by now is not met by what was agreed', async () => {
    const { operation: waits } = await create();
    const message = 'Admins agree.';
    await policy({ effect: 'REQUIRE_APPROVAL', message, approval: { required: 1, role: 'ADMIN' } });
    const { userErrors } = await decide('approveOperation', waits!['id']);
    expect(userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('when it is retried, with what it asks for now', async () => {
    const { operation: begun } = await create(4);
    await api.database.pool.query(
      `UPDATE operation SET status = 'FAILED', due_at = NULL, completed_at = now() WHERE id = $1`,
      [rowIdOf(String(begun!['id']))],
    );
    const rule = { effect: 'DENY', message: 'Four are too many.' };
    const { id } = await policy({ ...rule, condition: 'input.scale.maxNodeCount == 4' });
    const retry = () => ask('retryOperation', { id: begun!['id'] }, operation, ours.operatorKey);
    expect((await retry())['userErrors']).toMatchObject([{ code: 'POLICY_DENIED' }]);
    await ask('deletePolicy', { id }, '', api.adminKey);
    expect((await retry())['operation']).toMatchObject({ status: 'QUEUED' });
  });

  it('when it is retried: what somebody would have to agree to now is asked for anew', async () => {
    const { operation: begun } = await create(4);
    await api.database.pool.query(
      `UPDATE operation SET status = 'FAILED', due_at = NULL, completed_at = now() WHERE id = $1`,
      [rowIdOf(String(begun!['id']))],
    );
    const rule = { effect: 'REQUIRE_APPROVAL', message: 'Somebody agrees.' };
    await policy({ ...rule, condition: 'after.scale.maxNodeCount == 4' });
    const { userErrors } = await ask(
      'retryOperation',
      { id: begun!['id'] },
      operation,
      ours.operatorKey,
    );
    expect(userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });
});
