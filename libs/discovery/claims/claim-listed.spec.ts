import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { armCluster } from '../../../test/support/arm-bodies.js';
import { ask, askOf } from '../../../test/support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  contextForTests,
  engineForTests,
  letTimePass,
  loseLease,
  storyOf,
  subscriptionForTests,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { lookAtAll } from '../../../test/support/look.js';
import { submitForTests } from '../../../test/support/kubernetes.js';
import {
  computeArmId,
  resourceGroupId,
  workspaceArmId,
  type DomainError,
  type Result,
} from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { updateComputeCluster } from '#libs/kinds/compute-clusters';
import { noPorts, type ArmBody } from '#libs/operations';
import type { Role } from '#libs/verbs';
import { cancelOperation } from '../../operations/interventions/cancel-operation.verb.js';
import { observeWorkspaces } from '../observe-workspaces.js';
import { standingOf } from '../standing/take-in.js';
import { knowSubscriptions } from '../subscriptions/known-subscriptions.repository.js';
import { observeSubscriptions } from '../subscriptions/observe-subscriptions.js';
import { claimResourceGroup } from './claim-resource-group.verb.js';
import { claimWorkspace } from './claim-workspace.verb.js';
import { releaseResource } from './release-resource.verb.js';

let database: TestDatabase;
let arm: FakeArm;
let group: string;
let teamId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  arm = new FakeArm();
  group = resourceGroupId(subscriptionForTests, `rg-${randomUUID().slice(0, 8)}`);
  await query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  for (const table of ['listed_resource', 'subscription_look', 'workspace_look', 'arm_budget'])
    await query(`DELETE FROM ${table}`);
  teamId = await newTeam({ owner: 'vision' });
});

async function query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await database.pool.query<T>(text, values)).rows;
}
async function newTeam(defaultCostTags: object = {}): Promise<string> {
  const [row] = await query<{ id: string }>(
    `INSERT INTO team (name, cost_center, default_cost_tags) VALUES ($1, 'cc-7', $2) RETURNING id`,
    [randomUUID(), defaultCostTags],
  );
  return row!.id;
}

const inAzure = (id: string, body: ArmBody): void =>
  void arm.resources.set(id.toLowerCase(), { id, ...body });
/** A group with so many workspaces of so many clusters each. */
function stand(workspaces: number, computes: number): string[] {
  const tags = { Owner: 'somebody', theirs: 'kept' };
  inAzure(group, { location: 'eastus', tags, properties: { provisioningState: 'Succeeded' } });
  return Array.from({ length: workspaces }, (_, at) => {
    const workspace = workspaceArmId(group, `ws-${at}`);
    inAzure(workspace, { location: 'eastus', properties: { provisioningState: 'Succeeded' } });
    for (let n = 0; n < computes; n += 1) {
      const id = computeArmId(workspace, `cpu-${n}`);
      inAzure(id, armCluster(id, {}, { project: 'x' }));
    }
    return workspace;
  });
}
/** An attachment in the workspace of a cluster that stands in a group. */
function attach(workspace: string, name: string, clusterGroup: string): string {
  const cluster = `${clusterGroup}/providers/Microsoft.Kubernetes/connectedClusters/arc-${name}`;
  inAzure(cluster, { location: 'eastus', properties: { provisioningState: 'Succeeded' } });
  const properties = { computeType: 'Kubernetes', provisioningState: 'Succeeded' };
  inAzure(computeArmId(workspace, name), {
    location: 'eastus',
    properties: { ...properties, resourceId: cluster, properties: { namespace: 'ns' } },
  });
  return cluster;
}
const signal = new AbortController().signal;
const pace = { restingSeconds: 0, movingSeconds: 0 };
/** Lists the subscription to its end. */
async function sweep(): Promise<void> {
  await knowSubscriptions(database.pool, [subscriptionForTests]);
  await query('UPDATE subscription_look SET look_at = now()');
  for (let n = 0; n < 6; n += 1)
    await observeSubscriptions({ pool: database.pool, arm, kinds, pace }, signal);
}

const as = (role: Role, grant: string | null = null) => ({
  ...contextForTests(role, teamId),
  actor: { ...contextForTests(role, teamId).actor, grants: [{ teamId: grant, role }] },
});
const admin = as('ADMIN');
const deps = () => submitForTests(database.pool);
const claimGroup = (more: object = {}, context = admin) =>
  ask(claimResourceGroup, deps(), context, { armId: group, teamId, ...more });
const engine = () =>
  engineForTests(database.pool, arm, {
    kinds,
    ports: { ...noPorts, standing: standingOf(kinds) },
  });

interface Accepted {
  operationId: string;
  resourceId: string;
}
const accepted = (answer: Awaited<ReturnType<typeof claimGroup>>): Accepted => {
  expect(answer).toMatchObject({ ok: true });
  return (answer as unknown as { value: Accepted }).value;
};
const codes = (answer: Result<unknown, readonly DomainError[]>) =>
  answer.ok ? [] : answer.error.map(({ code }) => code);

async function toEnd(operationId: string): Promise<Awaited<ReturnType<typeof storyOf>>> {
  for (let round = 0; round < 100; round += 1) {
    await engine().advance(operationId);
    const story = await storyOf(database.pool, operationId);
    if (['SUCCEEDED', 'FAILED', 'CANCELED'].includes(story.status)) return story;
    arm.endAll();
    await lookAtAll(database.pool, arm);
    await letTimePass(database.pool, operationId);
  }
  throw new Error('it does not end');
}

const standing = () =>
  query<{ kind: string; count: number; managed: boolean; team: string }>(
    `SELECT kind, managed, team_id AS team, count(*)::int AS count, count(DISTINCT arm_id_key)::int AS ids
     FROM resource WHERE gone_at IS NULL GROUP BY kind, managed, team_id ORDER BY kind`,
  );
const all = (workspaces: number, computes: number) => [
  { kind: 'COMPUTE_CLUSTER', managed: true, team: teamId, count: computes, ids: computes },
  { kind: 'RESOURCE_GROUP', managed: true, team: teamId, count: 1, ids: 1 },
  { kind: 'WORKSPACE', managed: true, team: teamId, count: workspaces, ids: workspaces },
];
const unclaimed = async () =>
  (
    await query<{ name: string }>(
      `SELECT name FROM listed_resource f WHERE NOT EXISTS (SELECT FROM resource r
       WHERE r.arm_id_key = f.arm_id_key AND r.gone_at IS NULL) ORDER BY name`,
    )
  ).map(({ name }) => name);

describe('a group that is claimed', () => {
  it('is the team’s with all in it, each once, and nothing is written in Azure', async () => {
    stand(7, 3);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await standing()).toEqual(all(7, 21));
    expect(arm.ledger).toEqual([]);
    expect(await unclaimed()).toEqual([]);
    const [tags] = await query(
      `SELECT jsonb_object_agg(t.key, t.value || ' ' || t.source) AS tags FROM resource r JOIN cost_tag t ON t.resource_id = r.id
       WHERE r.kind = 'COMPUTE_CLUSTER' AND r.gone_at IS NULL GROUP BY r.id LIMIT 1`,
    );
    expect(tags).toEqual({
      tags: { project: 'x AZURE', owner: 'vision TEAM_DEFAULT', costCenter: 'cc-7 TEAM_DEFAULT' },
    });
    const audited = await query<{ action: string; count: number }>(
      `SELECT action, count(*)::int AS count FROM audit_event WHERE operation_id = $1 AND action LIKE '%.claimed'
       GROUP BY action ORDER BY action`,
      [operationId],
    );
    expect(audited).toEqual([
      { action: 'compute_cluster.claimed', count: 21 },
      { action: 'workspace.claimed', count: 7 },
    ]);
  });

  it('goes on at once after each part, however many there are', async () => {
    stand(26, 1);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    for (let part = 0; part < 5; part += 1) {
      await engine().advance(operationId);
      const [row] = await query(
        `SELECT status, due_at <= now() AS due FROM operation WHERE id = $1`,
        [operationId],
      );
      expect(row).toEqual({ status: 'RUNNING', due: true });
    }
    await engine().advance(operationId);
    expect(await storyOf(database.pool, operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await standing()).toEqual(all(26, 26));
  });

  it.each([1, 2, 4, 7, 9])(
    'loses and doubles nothing where its worker dies at call %i of Azure',
    async (at) => {
      stand(7, 3);
      await sweep();
      const { operationId } = accepted(await claimGroup());
      let calls = 0;
      arm.beforeCall = async () => {
        calls += 1;
        // Nothing that this worker does from here on reaches the database.
        if (calls === at) await loseLease(database.pool, operationId);
        if (calls === at) throw armError('aborted');
      };
      await engine().advance(operationId);
      arm.beforeCall = async () => undefined;
      await loseLease(database.pool, operationId);
      await query('UPDATE operation SET due_at = now() WHERE id = $1', [operationId]);
      expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await standing()).toEqual(all(7, 21));
    },
  );

  it('has its computes also where the sweep found them first, as nobody’s', async () => {
    stand(1, 2);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    let seen = 0;
    arm.beforeCall = async () => {
      seen += 1;
      if (seen !== 3) return;
      arm.beforeCall = async () => undefined;
      await observeWorkspaces({ pool: database.pool, arm, kinds, pace }, 10, signal);
    };
    expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await standing()).toEqual(all(1, 2));
  });

  it('has the tags of the team merged in Azure where that is asked for, and no other touched', async () => {
    stand(1, 1);
    await sweep();
    const { operationId } = accepted(await claimGroup({ writeTags: true }));
    const theirs = arm.resources.get(group.toLowerCase())!;
    arm.resources.set(group.toLowerCase(), { ...theirs, tags: { Owner: 'x', theirs: 'changed' } });
    expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(arm.resources.get(group.toLowerCase())?.['tags']).toEqual({
      Owner: 'vision',
      theirs: 'changed',
      costCenter: 'cc-7',
      'armature-operation': operationId,
    });
    expect(arm.ledger).toEqual([{ verb: 'PUT', armId: group }]);
  });

  it('needs the tags that everything must carry only where it writes them', async () => {
    stand(1, 0);
    const theirs = arm.resources.get(group.toLowerCase())!;
    const linked = { 'hidden-link:/a/b': 'Resource', Owner: 'somebody' };
    arm.resources.set(group.toLowerCase(), { ...theirs, tags: linked });
    await sweep();
    const strict = { ...deps(), requiredCostTags: ['Owner', 'project'] };
    const claim = (writeTags: boolean) =>
      ask(claimResourceGroup, strict, admin, { armId: group, teamId, writeTags });
    expect(await claim(true)).toMatchObject({
      ok: false,
      error: [{ code: 'COST_TAG_REQUIRED', field: ['input', 'teamId'] }],
    });
    expect(await claim(false)).toMatchObject({
      ok: true,
      value: { warnings: [{ code: 'COST_TAG_WITHOUT_DEFAULT', field: ['input', 'teamId'] }] },
    });
  });

  it('takes in attachments with their clusters, and names those whose cluster no team has', async () => {
    const [workspace = ''] = stand(1, 1);
    const cluster = attach(workspace, 'k8s', group);
    for (let n = 0; n < 6; n += 1) attach(workspace, `far-${n}`, `${group}-elsewhere`);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    const { steps, messages } = await toEnd(operationId);
    const told = messages[steps.indexOf('take in computes: SUCCEEDED')];
    expect(told).toContain('2 taken in; 6 left out, because their Kubernetes cluster');
    expect(told).toContain(': ws-0/far-0, ws-0/far-1, ws-0/far-2, ws-0/far-3, ws-0/far-4, ….');
    const rows = await query(
      `SELECT r.kind, r.name, r.managed, c.arm_id AS cluster FROM resource r
       LEFT JOIN resource c ON c.id = (r.desired->>'clusterId')::uuid
       WHERE r.gone_at IS NULL AND r.kind IN ('KUBERNETES_COMPUTE', 'CONNECTED_CLUSTER') ORDER BY r.kind`,
    );
    expect(rows).toEqual([
      { kind: 'CONNECTED_CLUSTER', name: 'arc-k8s', managed: true, cluster: null },
      { kind: 'KUBERNETES_COMPUTE', name: 'k8s', managed: true, cluster },
    ]);
  });

  it('does without a workspace that is gone meanwhile', async () => {
    stand(3, 2);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    const before = arm.calls.length;
    arm.beforeCall = async () => {
      // At the list of the computes of the first workspace.
      if (arm.calls.length === before + 5)
        arm.faults.push({ on: 'list', error: armError('notFound') });
    };
    expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await standing()).toEqual(all(3, 4));
  });

  it('does without clusters that Azure refuses to list', async () => {
    const [workspace = ''] = stand(1, 1);
    attach(workspace, 'k8s', group);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    const fault = { on: 'list', error: armError('refused') } as const;
    const before = arm.calls.length;
    arm.beforeCall = async () => {
      // After the look at the group and the list of its workspaces.
      if (arm.calls.length === before + 3) arm.faults.push(fault, fault);
    };
    expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await standing()).toEqual(all(1, 1));
  });

  it('leaves alone what another team has in it, what is on its way out, and what the list does not name', async () => {
    const [workspace = ''] = stand(1, 4);
    const going = computeArmId(workspace, 'cpu-2');
    const body = arm.resources.get(going.toLowerCase())!;
    const properties = { ...(body['properties'] as object), provisioningState: 'Deleting' };
    arm.resources.set(going.toLowerCase(), { ...body, properties });
    await sweep();
    const { operationId } = accepted(
      await ask(claimWorkspace, deps(), admin, { armId: workspace, teamId }),
    );
    await toEnd(operationId);
    const other = await newTeam();
    const named = (name: string) => computeArmId(workspace, name).toLowerCase();
    await query('UPDATE resource SET team_id = $2 WHERE arm_id_key = $1', [named('cpu-0'), other]);
    // The sweep has found one more, which is gone from Azure by now.
    await query(`UPDATE resource SET managed = false, arm_id_key = $2 WHERE arm_id_key = $1`, [
      named('cpu-1'),
      named('gone'),
    ]);
    arm.resources.delete(named('cpu-1'));
    // This one was nobody's when it went, and came back since.
    await query(
      `UPDATE resource SET managed = false, gone_at = now() - interval '1 hour' WHERE arm_id_key = $1`,
      [named('cpu-3')],
    );
    await sweep();
    await toEnd(accepted(await claimGroup()).operationId);
    const computes = await query(
      `SELECT c.name, c.managed, c.team_id AS team, c.gone_at IS NOT NULL AS gone FROM resource c
       JOIN resource w ON w.id = c.parent_id AND w.arm_id_key = $1 ORDER BY c.name, c.id`,
      [workspace.toLowerCase()],
    );
    expect(computes).toEqual([
      { name: 'cpu-0', managed: true, team: other, gone: false },
      { name: 'cpu-1', managed: false, team: teamId, gone: false },
      { name: 'cpu-3', managed: false, team: teamId, gone: true },
      { name: 'cpu-3', managed: true, team: teamId, gone: false },
    ]);
  });

  it('has tags of others as they make them, whatever is changed later', async () => {
    const [workspace = ''] = stand(1, 1);
    await sweep();
    await toEnd(accepted(await claimGroup()).operationId);
    const armId = computeArmId(workspace, 'cpu-0').toLowerCase();
    const [compute] = await query<{ id: string }>('SELECT id FROM resource WHERE arm_id_key = $1', [
      armId,
    ]);
    arm.resources.set(armId, { ...arm.resources.get(armId), tags: { project: 'y', theirs: 'z' } });
    const scaled = { computeId: compute!.id, scale: { maxNodeCount: 5 } };
    const { operationId } = accepted(await ask(updateComputeCluster, deps(), admin, scaled));
    expect(await toEnd(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(arm.resources.get(armId)?.['tags']).toMatchObject({ project: 'y', theirs: 'z' });
  });

  it('takes no workspace that went to another team meanwhile', async () => {
    const [first = ''] = stand(1, 0);
    await sweep();
    const own = accepted(await ask(claimWorkspace, deps(), admin, { armId: first, teamId }));
    await toEnd(own.operationId);
    const { operationId } = accepted(await claimGroup());
    const other = await newTeam();
    await query('UPDATE resource SET team_id = $2 WHERE id = $1', [own.resourceId, other]);
    await toEnd(operationId);
    const [row] = await query('SELECT parent_id, team_id AS team FROM resource WHERE id = $1', [
      own.resourceId,
    ]);
    expect(row).toEqual({ parent_id: null, team: other });
  });

  it('that is gone when it is looked at is nobody’s again', async () => {
    stand(0, 0);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    arm.resources.clear();
    expect(await toEnd(operationId)).toMatchObject({ status: 'FAILED', gone: true });
    expect(await standing()).toEqual([]);
  });

  it('keeps what was taken in before it is canceled', async () => {
    stand(7, 1);
    await sweep();
    const { operationId } = accepted(await claimGroup());
    await engine().advance(operationId);
    expect(await askOf(cancelOperation, deps(), admin, operationId)).toMatchObject({ ok: true });
    expect(await toEnd(operationId)).toMatchObject({ status: 'CANCELED' });
    expect(await standing()).toEqual(all(7, 5));
  });

  it('is refused where another team has a workspace in it, and takes in one that the team has', async () => {
    const [first = ''] = stand(2, 1);
    await sweep();
    const other = await newTeam();
    const { resourceId, operationId } = accepted(
      await ask(claimWorkspace, deps(), admin, { armId: first, teamId: other }),
    );
    await toEnd(operationId);
    expect(codes(await claimGroup())).toEqual(['INVALID_STATE']);
    await query('UPDATE resource SET team_id = $2 WHERE id = $1 OR parent_id = $1', [
      resourceId,
      teamId,
    ]);
    await toEnd(accepted(await claimGroup()).operationId);
    expect(await standing()).toEqual(all(2, 2));
    const [workspace] = await query(
      'SELECT parent_id IS NOT NULL AS held FROM resource WHERE id = $1',
      [resourceId],
    );
    expect(workspace).toEqual({ held: true });
  });
});

describe('who may claim', () => {
  beforeEach(async () => {
    stand(2, 1);
    await sweep();
  });

  it('a group: admins of the platform; others are told the same of one that is not there', async () => {
    expect(codes(await claimGroup({}, as('OPERATOR')))).toEqual(['FORBIDDEN']);
    expect(codes(await claimGroup({}, as('VIEWER')))).toEqual(['FORBIDDEN']);
    expect(codes(await claimGroup({}, as('ADMIN', teamId)))).toEqual(['FORBIDDEN']);
    expect(codes(await claimGroup({}, as('ADMIN', await newTeam())))).toEqual(['NOT_FOUND']);
    const none = { armId: `${group}-none` };
    expect(codes(await claimGroup(none, as('VIEWER')))).toEqual(['FORBIDDEN']);
    expect(codes(await claimGroup(none))).toEqual(['NOT_FOUND']);
    expect(codes(await claimGroup({ teamId: randomUUID() }))).toEqual(['NOT_FOUND']);
    const denied = await query(
      `SELECT action FROM audit_event WHERE action = 'resource_group.claim.denied' AND team_id = $1`,
      [teamId],
    );
    expect(denied).toHaveLength(4);
  });

  it('a workspace in a group of nobody: admins of the platform', async () => {
    const claim = (context: typeof admin) =>
      ask(claimWorkspace, deps(), context, { armId: workspaceArmId(group, 'ws-0'), teamId });
    expect(codes(await claim(as('OPERATOR')))).toEqual(['FORBIDDEN']);
    const denied = await query(
      `SELECT team_id FROM audit_event WHERE action = 'workspace.claim.denied' AND after->>'armId' LIKE $1`,
      [`${group}/%`],
    );
    expect(denied).toEqual([{ team_id: null }]);
    expect(await claim(admin)).toMatchObject({ ok: true });
  });

  it('a workspace in a group of a team: who operates in both', async () => {
    const { resourceId, operationId } = accepted(await claimGroup());
    await toEnd(operationId);
    const late = workspaceArmId(group, 'ws-late');
    inAzure(late, { location: 'eastus', properties: { provisioningState: 'Succeeded' } });
    await sweep();
    const claim = (context: typeof admin, to = teamId) =>
      ask(claimWorkspace, deps(), context, { armId: late, teamId: to });
    const other = await newTeam();
    expect(codes(await claim(as('VIEWER', teamId)))).toEqual(['FORBIDDEN']);
    expect(codes(await claim(as('OPERATOR', other), other))).toEqual(['NOT_FOUND']);
    expect(codes(await claim(as('OPERATOR', teamId), other))).toEqual(['NOT_FOUND']);
    const { actor, ...operator } = as('OPERATOR', other);
    const looksOn = { teamId, role: 'VIEWER' as const };
    const lookingOn = { ...operator, actor: { ...actor, grants: [...actor.grants, looksOn] } };
    expect(codes(await claim(lookingOn, other))).toEqual(['FORBIDDEN']);
    const inBoth = { teamId, role: 'OPERATOR' as const };
    const ofBoth = { ...operator, actor: { ...actor, grants: [...actor.grants, inBoth] } };
    expect(await claim(ofBoth, other)).toMatchObject({
      error: [
        { code: 'INVALID_STATE', message: expect.stringMatching(/^Another team has/) as string },
      ],
    });
    const claimed = accepted(await claim(as('OPERATOR', teamId)));
    expect(await toEnd(claimed.operationId)).toMatchObject({ status: 'SUCCEEDED' });
    const [row] = await query('SELECT parent_id FROM resource WHERE id = $1', [claimed.resourceId]);
    expect(row).toEqual({ parent_id: resourceId });
  });

  it('nothing by the ARM id of something else, and nothing in a group that was let go of by its old role', async () => {
    const [workspace = ''] = stand(2, 1);
    const claim = (armId: string, context = admin) =>
      ask(claimWorkspace, deps(), context, { armId, teamId });
    expect(codes(await claim(group))).toEqual(['NOT_FOUND']);
    const { resourceId, operationId } = accepted(await claimGroup());
    await toEnd(operationId);
    expect(codes(await claimGroup())).toEqual(['NOT_FOUND']);
    await ask(releaseResource, deps(), admin, { resourceId });
    expect(codes(await claim(workspace, as('OPERATOR', teamId)))).toEqual(['NOT_FOUND']);
  });

  it('of two at once one has it, and the other is told of its operation', async () => {
    const answers = await Promise.all([claimGroup(), claimGroup()]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.flatMap(codes)).toHaveLength(1);
    expect(await standing()).toMatchObject([{ kind: 'RESOURCE_GROUP', count: 1 }]);
  });

  it('the same key answers the same again', async () => {
    const idempotencyKey = randomUUID();
    const first = await claimGroup({ idempotencyKey });
    expect(await claimGroup({ idempotencyKey })).toEqual(first);
    expect(codes(await claimGroup({ idempotencyKey, writeTags: true }))).toEqual([
      'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
    ]);
  });
});

describe('what is let go of', () => {
  let claimed: Accepted;
  beforeEach(async () => {
    stand(3, 2);
    await sweep();
    claimed = accepted(await claimGroup());
  });
  const release = (resourceId: string, context = admin, more: object = {}) =>
    ask(releaseResource, deps(), context, { resourceId, ...more });

  it('waits for no operation in it, and names the one that is under way', async () => {
    expect(await release(claimed.resourceId)).toMatchObject({
      ok: false,
      error: [{ code: 'OPERATION_IN_PROGRESS', operationId: claimed.operationId }],
    });
  });

  /** An operation of that kind on the first resource of a kind, which nobody has taken up. */
  async function beginOn(kind: string, operation: string): Promise<Accepted> {
    const [made] = await query<Accepted>(
      `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
       SELECT $2, 'QUEUED', r.id, r.name, r.team_id, o.requested_by_id, 'graphql', 'r'
       FROM resource r, operation o WHERE r.kind = $1 AND r.gone_at IS NULL AND o.id = $3 ORDER BY r.id LIMIT 1
       RETURNING id AS "operationId", target_id AS "resourceId"`,
      [kind, operation, claimed.operationId],
    );
    return made!;
  }
  const first = async (kind: string): Promise<string> => {
    const [row] = await query<{ id: string }>(
      'SELECT id FROM resource WHERE kind = $1 AND gone_at IS NULL ORDER BY id LIMIT 1',
      [kind],
    );
    return row!.id;
  };
  const inProgress = ({ operationId }: Accepted) => ({
    ok: false,
    error: [{ code: 'OPERATION_IN_PROGRESS', operationId }],
  });

  it('waits for no operation on what lies in it, or that deletes what holds it', async () => {
    await toEnd(claimed.operationId);
    const inside = await beginOn('COMPUTE_CLUSTER', 'COMPUTE_CLUSTER_UPDATE');
    expect(await release(claimed.resourceId)).toMatchObject(inProgress(inside));
    expect(await release(inside.resourceId)).toMatchObject(inProgress(inside));
    await query(`UPDATE operation SET status = 'SUCCEEDED' WHERE id = $1`, [inside.operationId]);
    const above = await beginOn('RESOURCE_GROUP', 'RESOURCE_GROUP_DELETE');
    expect(await release(await first('WORKSPACE'))).toMatchObject(inProgress(above));
  });

  it('waits for what is being written in it at that moment', async () => {
    await toEnd(claimed.operationId);
    const writer = await database.pool.connect();
    try {
      const compute = await first('COMPUTE_CLUSTER');
      await writer.query('BEGIN');
      await writer.query('SELECT FROM resource WHERE id = $1 FOR UPDATE', [compute]);
      await writer.query(
        `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
         SELECT 'COMPUTE_CLUSTER_UPDATE', 'QUEUED', r.id, r.name, r.team_id, o.requested_by_id, 'graphql', 'r'
         FROM resource r, operation o WHERE r.id = $1 AND o.id = $2`,
        [compute, claimed.operationId],
      );
      const answer = release(claimed.resourceId);
      await expect.poll(() => query('SELECT FROM pg_locks WHERE NOT granted')).not.toHaveLength(0);
      await writer.query('COMMIT');
      expect(codes(await answer)).toEqual(['OPERATION_IN_PROGRESS']);
    } finally {
      writer.release();
    }
  });

  it('must have come to be in Azure, and be all of theirs who let go of it', async () => {
    await toEnd(claimed.operationId);
    const compute = await first('COMPUTE_CLUSTER');
    await query('UPDATE resource SET team_id = $2 WHERE id = $1', [compute, await newTeam()]);
    const operator = as('OPERATOR', teamId);
    expect(codes(await release(claimed.resourceId, operator))).toEqual(['INVALID_STATE']);
    expect(await standing()).not.toEqual([]);
    const workspace = await first('WORKSPACE');
    await query('UPDATE resource SET observed = NULL WHERE id = $1', [workspace]);
    expect(codes(await release(workspace))).toEqual(['INVALID_STATE']);
    expect(await release(claimed.resourceId)).toMatchObject({ ok: true });
    expect(await standing()).toEqual([]);
  });

  it('is no subscription', async () => {
    const [row] = await query<{ id: string }>(
      `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
         raw_provisioning_state, desired, observed)
       VALUES ('AZURE_SUBSCRIPTION', $1, 's', $2, $2, $2, '', 'SUCCEEDED', '', '{}', '{}') RETURNING id`,
      [teamId, randomUUID()],
    );
    expect(codes(await release(row!.id))).toEqual(['NOT_FOUND']);
  });

  it('stands in Azure as it did, is nobody’s, and is claimed anew at once with all in it', async () => {
    await toEnd(claimed.operationId);
    const before = structuredClone([...arm.resources]);
    const calls = arm.calls.length;
    const idempotencyKey = randomUUID();
    const answer = await release(claimed.resourceId, admin, { idempotencyKey });
    expect(answer).toMatchObject({ ok: true });
    expect(await release(claimed.resourceId, admin, { idempotencyKey })).toEqual(answer);
    expect(arm.calls).toHaveLength(calls);
    expect([...arm.resources]).toEqual(before);
    expect(await standing()).toEqual([]);
    const released = await query(
      `SELECT action, count(*)::int AS count FROM audit_event e JOIN resource r ON r.id = e.target_id
       WHERE action LIKE '%.released' AND r.released_at = r.gone_at AND r.team_id = $1 GROUP BY action ORDER BY action`,
      [teamId],
    );
    expect(released).toEqual([
      { action: 'compute_cluster.released', count: 6 },
      { action: 'resource_group.released', count: 1 },
      { action: 'workspace.released', count: 3 },
    ]);
    await sweep();
    expect(await unclaimed()).toHaveLength(4);
    await toEnd(accepted(await claimGroup()).operationId);
    expect(await standing()).toEqual(all(3, 6));
  });

  it('has its Kubernetes clusters, and what is attached from them, again at once', async () => {
    await toEnd(claimed.operationId);
    await release(claimed.resourceId);
    attach(workspaceArmId(group, 'ws-0'), 'k8s', group);
    const ofKubernetes = () =>
      query(
        `SELECT kind FROM resource WHERE kind IN ('CONNECTED_CLUSTER', 'KUBERNETES_COMPUTE') AND gone_at IS NULL ORDER BY kind`,
      );
    for (let round = 0; round < 2; round += 1) {
      await sweep();
      const { operationId, resourceId } = accepted(await claimGroup());
      await toEnd(operationId);
      expect(await ofKubernetes()).toEqual([
        { kind: 'CONNECTED_CLUSTER' },
        { kind: 'KUBERNETES_COMPUTE' },
      ]);
      await release(resourceId);
      expect(await ofKubernetes()).toEqual([]);
    }
  });

  it('of a compute is shown in its workspace as one that was found', async () => {
    await toEnd(claimed.operationId);
    const [compute] = await query<{ id: string }>(
      `SELECT id FROM resource WHERE kind = 'COMPUTE_CLUSTER' AND gone_at IS NULL LIMIT 1`,
    );
    expect(await release(compute!.id)).toMatchObject({ ok: true });
    const [row] = await query(
      `SELECT managed, gone_at, (SELECT jsonb_agg(key) FROM cost_tag WHERE resource_id = r.id) AS tags
       FROM resource r WHERE id = $1`,
      [compute!.id],
    );
    expect(row).toEqual({ managed: false, gone_at: null, tags: ['project'] });
    expect(codes(await release(compute!.id))).toEqual(['INVALID_STATE']);
  });

  it('takes the role in the team', async () => {
    await toEnd(claimed.operationId);
    expect(codes(await release(claimed.resourceId, as('VIEWER', teamId)))).toEqual(['FORBIDDEN']);
    expect(codes(await release(claimed.resourceId, as('ADMIN', await newTeam())))).toEqual([
      'NOT_FOUND',
    ]);
    expect(codes(await release(randomUUID()))).toEqual(['NOT_FOUND']);
    expect(await release(claimed.resourceId, as('OPERATOR', teamId))).toMatchObject({ ok: true });
  });
});
