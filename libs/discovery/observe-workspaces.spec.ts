import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { computeArmId } from '#libs/kernel';
import { azurePrincipalId } from '#libs/tenants';
import { armCluster as cluster } from '../../test/support/arm-bodies.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { givenWorkspace, subscriptionForTests } from '../../test/support/engine.js';
import { armError, FakeArm } from '../../test/support/fake-arm.js';
import { settingOf } from '../../test/support/two-settings.js';
import { kinds } from '../kinds/kinds.js';
import type { ArmBody } from '../operations/arm.port.js';
import { observeWorkspaces } from './observe-workspaces.js';
import type { SweepPace } from './workspace-look.repository.js';

type Workspace = Awaited<ReturnType<typeof givenWorkspace>>;

let database: TestDatabase;
let arm: FakeArm;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  arm = new FakeArm();
  await database.pool.query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  await database.pool.query('DELETE FROM arm_budget');
});

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await database.pool.query<T>(text, values)).rows;

const always = { restingSeconds: 0, movingSeconds: 0 };
const observe = (pace: SweepPace = always, limit = 100): Promise<number> => {
  const deps = { pool: database.pool, arm, pace, kinds };
  return observeWorkspaces(deps, limit, new AbortController().signal);
};

const inAzure = (armId: string, body: ArmBody | undefined): void => {
  if (body) arm.resources.set(armId.toLowerCase(), body);
  else arm.resources.delete(armId.toLowerCase());
};

interface Given {
  id: string;
  armId: string;
}

/** A cluster of ours that stands in Azure, as its creation left it an hour ago. */
async function givenCluster(workspace: Workspace, name = 'cpu'): Promise<Given> {
  const armId = computeArmId(workspace.armId, name);
  const body = cluster(armId);
  inAzure(armId, body);
  const [row] = await rows<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired, observed, created_at, observed_at)
     SELECT 'COMPUTE_CLUSTER', team_id, id, $2, $3, lower($3), subscription_id, location, 'SUCCEEDED', 'Succeeded',
       '{}', $4, now() - interval '1 hour', now() - interval '1 hour' FROM resource WHERE id = $1 RETURNING id`,
    [
      workspace.workspaceId,
      name,
      armId,
      JSON.stringify(kinds.observe('COMPUTE_CLUSTER', body).observed),
    ],
  );
  return { id: row!.id, armId };
}

const givenOperation = (
  { id }: Given,
  status: string,
  kind = 'COMPUTE_CLUSTER_UPDATE',
): Promise<unknown> =>
  rows(
    `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id,
       completed_at)
     SELECT $2::text, $3::"OperationStatus", id, name, team_id, $4, 'graphql', 'r',
       CASE WHEN $3 IN ('SUCCEEDED', 'FAILED') THEN now() END FROM resource WHERE id = $1`,
    [id, kind, status, azurePrincipalId],
  );

const audited = (targetId: string) =>
  rows<{ action: string; before: object; after: object }>(
    `SELECT action, before, after FROM audit_event WHERE target_id = $1 AND actor_id = $2 AND channel = 'system'
     ORDER BY occurred_at`,
    [targetId, azurePrincipalId],
  );

const told = async (id: string): Promise<number> =>
  (
    await rows(`SELECT FROM outbox_event WHERE topic = 'resource.changed' AND resource_id = $1`, [
      id,
    ])
  ).length;

const rowOf = async (where: string, value: string) =>
  (
    await rows<{
      id: string;
      gone: boolean;
      managed: boolean;
      observed: { currentNodeCount: number; scale: { maxNodeCount: number } };
      desired: object;
      team: string;
      version: number;
    }>(
      `SELECT id, gone_at IS NOT NULL AS gone, managed, observed, desired, team_id AS team, version FROM resource
       WHERE ${where} = $1 ORDER BY id DESC LIMIT 1`,
      [value],
    )
  )[0];

const scaled = { scaleSettings: { maxNodeCount: 5, minNodeCount: 0 } };

describe('what somebody changed in Azure', () => {
  it('is brought into the row, told, and audited with the fields that changed', async () => {
    const workspace = await givenWorkspace(database.pool);
    const compute = await givenCluster(workspace);
    inAzure(compute.armId, cluster(compute.armId, scaled, { costCenter: 'other' }));
    expect(await observe()).toBe(1);
    expect(await audited(compute.id)).toEqual([
      {
        action: 'compute_cluster.changed_in_azure',
        before: {
          scale: { minNodeCount: 0, maxNodeCount: 2, nodeIdleTimeBeforeScaleDown: 'PT120S' },
          tags: {},
        },
        after: {
          scale: { minNodeCount: 0, maxNodeCount: 5, nodeIdleTimeBeforeScaleDown: 'PT120S' },
          tags: { costCenter: 'other' },
        },
      },
    ]);
    expect(await told(compute.id)).toBe(1);
    expect(await rowOf('id', compute.id)).toMatchObject({
      observed: { scale: { maxNodeCount: 5 } },
    });
    expect(await observe()).toBe(0);
    expect([await audited(compute.id), await told(compute.id)]).toMatchObject([{ length: 1 }, 1]);
  });

  it('is shown and told without an audit row where nodes come or go by themselves', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    const nodes = { allocationState: 'Resizing', currentNodeCount: 1 };
    inAzure(compute.armId, cluster(compute.armId, { ...nodes, vmSize: 'standard_d3_v2' }));
    expect(await observe()).toBe(1);
    expect(await rowOf('id', compute.id)).toMatchObject({ observed: { currentNodeCount: 1 } });
    expect([await audited(compute.id), await told(compute.id)]).toEqual([[], 1]);
  });

  it('takes one list call for a workspace and page, and none of it is written twice', async () => {
    const workspace = await givenWorkspace(database.pool);
    for (const name of ['one-x', 'two-x', 'three-x']) await givenCluster(workspace, name);
    arm.pageSize = 2;
    expect(await observe()).toBe(0);
    expect(arm.calls).toEqual(['list', 'list']);
  });
});

describe('an instance', () => {
  const instance = (armId: string, state: string, trigger: string): ArmBody => ({
    id: armId,
    location: 'eastus',
    properties: {
      computeType: 'ComputeInstance',
      provisioningState: 'Succeeded',
      properties: {
        vmSize: 'STANDARD_D3_V2',
        state,
        sshSettings: { sshPublicAccess: 'Enabled' },
        lastOperation: {
          operationName: state === 'Stopped' ? 'Stop' : 'Start',
          operationStatus: 'Succeeded',
          operationTrigger: trigger,
        },
      },
    },
  });

  it('is imported, and audited with who stopped it; a job on it is no change', async () => {
    const workspace = await givenWorkspace(database.pool);
    const armId = computeArmId(workspace.armId, 'box');
    inAzure(armId, instance(armId, 'Running', 'User'));
    expect(await observe()).toBe(1);
    inAzure(armId, instance(armId, 'JobRunning', 'User'));
    expect(await observe()).toBe(1);
    inAzure(armId, instance(armId, 'Stopped', 'IdleShutdown'));
    expect(await observe()).toBe(1);
    const row = await rowOf('arm_id', armId);
    expect(row).toMatchObject({ managed: false, version: 1, desired: { ssh: { publicKey: '' } } });
    expect(await audited(row!.id)).toMatchObject([
      { action: 'compute_instance.imported' },
      {
        action: 'compute_instance.changed_in_azure',
        before: { state: 'JOB_RUNNING' },
        after: { state: 'STOPPED', lastOperation: { name: 'STOP', trigger: 'IDLE_SHUTDOWN' } },
      },
    ]);
  });
});

describe('what is no longer in Azure', () => {
  it('is asked for once by itself, then marked as gone with its audit row', async () => {
    const workspace = await givenWorkspace(database.pool);
    const compute = await givenCluster(workspace);
    const other = await givenCluster(workspace, 'other');
    inAzure(compute.armId, undefined);
    expect(await observe()).toBe(1);
    expect(arm.calls).toEqual(['list', 'get']);
    expect(await rowOf('id', compute.id)).toMatchObject({ gone: true });
    expect(await rowOf('id', other.id)).toMatchObject({ gone: false });
    expect(await audited(compute.id)).toMatchObject([{ action: 'compute_cluster.vanished' }]);
    expect(await told(compute.id)).toBe(1);
  });

  it('stays where only the list did not know of it', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    const body = arm.resources.get(compute.armId.toLowerCase());
    inAzure(compute.armId, undefined);
    arm.faults.push({ on: 'list', meanwhile: async () => inAzure(compute.armId, body) });
    expect(await observe()).toBe(0);
    expect(await rowOf('id', compute.id)).toMatchObject({ gone: false });
  });

  it('stays where it never came to be: its creation can be retried', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    inAzure(compute.armId, undefined);
    await database.pool.query(
      `UPDATE resource SET observed = NULL, provisioning_state = 'FAILED' WHERE id = $1`,
      [compute.id],
    );
    expect(await observe()).toBe(0);
    expect(await rowOf('id', compute.id)).toMatchObject({ gone: false });
  });

  it('stays where a reattachment failed between detaching and attaching', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    await givenOperation(compute, 'FAILED', 'KUBERNETES_COMPUTE_REATTACH');
    inAzure(compute.armId, undefined);
    await observe();
    await observe();
    expect(await rowOf('id', compute.id)).toMatchObject({ gone: false });
  });

  it('makes room where something of another type has its name', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    const attached = { properties: { computeType: 'Kubernetes', provisioningState: 'Succeeded' } };
    inAzure(compute.armId, { id: compute.armId, ...attached });
    expect(await observe()).toBe(1);
    expect(await rowOf('id', compute.id)).toMatchObject({ gone: true });
  });

  it('is a whole workspace, with all in it, where the workspace itself answers 404', async () => {
    const workspace = await givenWorkspace(database.pool);
    const compute = await givenCluster(workspace);
    arm.faults.push({ on: 'list', error: armError('notFound') });
    expect(await observe()).toBe(2);
    expect(await audited(workspace.workspaceId)).toMatchObject([{ action: 'workspace.vanished' }]);
    expect(await audited(compute.id)).toMatchObject([{ action: 'compute_cluster.vanished' }]);
  });

  it('is no workspace that still answers, nor one with an operation under way in it', async () => {
    const [one, two] = [await givenWorkspace(database.pool), await givenWorkspace(database.pool)];
    inAzure(one.armId, { id: one.armId });
    await givenOperation(await givenCluster(two), 'RUNNING');
    for (let at = 0; at < 2; at += 1) arm.faults.push({ on: 'list', error: armError('notFound') });
    expect(await observe()).toBe(0);
    expect(await rowOf('id', one.workspaceId)).toMatchObject({ gone: false });
    expect(await rowOf('id', two.workspaceId)).toMatchObject({ gone: false });
  });
});

describe('what stands in Azure and not here', () => {
  it('is imported into the team of its workspace, unmanaged, with what it carries', async () => {
    const workspace = await givenWorkspace(database.pool);
    const armId = computeArmId(workspace.armId, 'portal-made');
    inAzure(armId, cluster(armId, {}, { owner: 'ann', 'armature-operation': 'of-nobody' }));
    expect(await observe()).toBe(1);
    const row = await rowOf('arm_id', armId);
    expect(row).toMatchObject({
      managed: false,
      team: workspace.teamId,
      version: 1,
      desired: {
        vmSize: 'STANDARD_D3_V2',
        scale: { maxNodeCount: 2 },
        ssh: null,
      },
    });
    expect(
      await rows('SELECT key, value, source FROM cost_tag WHERE resource_id = $1', [row!.id]),
    ).toEqual([{ key: 'owner', value: 'ann', source: 'AZURE' }]);
    expect(await audited(row!.id)).toMatchObject([
      { action: 'compute_cluster.imported', before: null, after: { vmSize: 'STANDARD_D3_V2' } },
    ]);
    expect(await told(row!.id)).toBe(1);
    expect(await observe()).toBe(0);
  });

  it('is followed as it changes, until a team claims it', async () => {
    const workspace = await givenWorkspace(database.pool);
    const armId = computeArmId(workspace.armId, 'portal-made');
    inAzure(armId, cluster(armId, {}, { owner: 'ann', floor: '2' }));
    await observe();
    inAzure(armId, cluster(armId, scaled, { owner: 'bob' }));
    await observe();
    const row = await rowOf('arm_id', armId);
    expect(row).toMatchObject({ version: 2, desired: { scale: { maxNodeCount: 5 } } });
    expect(await rows('SELECT key, value FROM cost_tag WHERE resource_id = $1', [row!.id])).toEqual(
      [{ key: 'owner', value: 'bob' }],
    );
    expect((await audited(row!.id)).map(({ action }) => action)).toEqual([
      'compute_cluster.imported',
      'compute_cluster.changed_in_azure',
    ]);
  });

  it('is followed where a tag of it is spelled otherwise: names of tags have no case', async () => {
    const workspace = await givenWorkspace(database.pool);
    const armId = computeArmId(workspace.armId, 'portal-made');
    inAzure(armId, cluster(armId, {}, { Owner: 'ada' }));
    expect(await observe()).toBe(1);
    inAzure(armId, cluster(armId, {}, { owner: 'bob' }));
    expect(await observe()).toBe(1);
    const tags = await rows(
      `SELECT t.key, t.value FROM cost_tag t JOIN resource r ON r.id = t.resource_id WHERE r.arm_id = $1`,
      [armId],
    );
    expect(tags).toEqual([{ key: 'owner', value: 'bob' }]);
  });

  it.each(['VirtualMachine', 'AKS', 'Databricks', 'Kubernetes'])(
    'is left alone where it is a %s without a cluster here',
    async (computeType) => {
      const workspace = await givenWorkspace(database.pool);
      const armId = computeArmId(workspace.armId, 'other');
      inAzure(armId, { id: armId, properties: { computeType, resourceId: '/subscriptions/x' } });
      expect(await observe()).toBe(0);
      expect(await rowOf('arm_id', armId)).toBeUndefined();
    },
  );

  it('is found in a workspace where nothing was known', async () => {
    await givenWorkspace(database.pool);
    await observe();
    expect(arm.calls).toEqual(['list']);
  });
});

describe('what an operation does meanwhile', () => {
  it.each(['QUEUED', 'SUCCEEDED'])('wins over an older list: %s', async (status) => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    inAzure(compute.armId, cluster(compute.armId, scaled));
    arm.faults.push({
      on: 'list',
      meanwhile: async () => void (await givenOperation(compute, status)),
    });
    expect(await observe()).toBe(0);
    expect(await rowOf('id', compute.id)).toMatchObject({
      observed: { scale: { maxNodeCount: 2 } },
    });
    expect(await audited(compute.id)).toEqual([]);
  });

  it('keeps what it takes up while a vanished compute is being confirmed', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    inAzure(compute.armId, undefined);
    arm.faults.push({
      on: 'get',
      meanwhile: async () => void (await givenOperation(compute, 'QUEUED')),
    });
    expect(await observe()).toBe(0);
    expect(await rowOf('id', compute.id)).toMatchObject({ gone: false });
  });

  it('keeps what it has just made: an older list calls it neither gone nor found', async () => {
    const workspace = await givenWorkspace(database.pool);
    let made: Given | undefined;
    arm.faults.push({
      on: 'list',
      meanwhile: async () => {
        made = await givenCluster(workspace);
        await database.pool.query('UPDATE resource SET created_at = now() WHERE id = $1', [
          made.id,
        ]);
      },
    });
    expect(await observe()).toBe(0);
    expect(arm.calls).toEqual(['list']);
    expect(await rowOf('id', made!.id)).toMatchObject({ gone: false, managed: true });
  });

  it('keeps what it has just deleted gone, though the list still knows it', async () => {
    const workspace = await givenWorkspace(database.pool);
    const compute = await givenCluster(workspace);
    arm.faults.push({
      on: 'list',
      meanwhile: async () =>
        void (await rows('UPDATE resource SET gone_at = now() WHERE id = $1', [compute.id])),
    });
    expect(await observe()).toBe(0);
    expect(await observe()).toBe(0);
    expect(await rowOf('arm_id', compute.armId)).toMatchObject({ id: compute.id, gone: true });
  });

  it('is no drift once it has ended: the row says what it left', async () => {
    const compute = await givenCluster(await givenWorkspace(database.pool));
    await givenOperation(compute, 'RUNNING');
    inAzure(compute.armId, cluster(compute.armId, scaled));
    expect(await observe()).toBe(0);
    await rows(
      `UPDATE operation SET status = 'SUCCEEDED', completed_at = now() - interval '1 hour',
         created_at = now() - interval '2 hours' WHERE target_id = $1`,
      [compute.id],
    );
    const { observed } = kinds.observe('COMPUTE_CLUSTER', cluster(compute.armId, scaled));
    await rows('UPDATE resource SET observed = $2 WHERE id = $1', [
      compute.id,
      JSON.stringify(observed),
    ]);
    expect(await observe()).toBe(0);
    expect(await audited(compute.id)).toEqual([]);
  });

  it('is left alone while its workspace is being deleted', async () => {
    const workspace = await givenWorkspace(database.pool);
    const target = { id: workspace.workspaceId, armId: workspace.armId };
    await givenOperation(target, 'RUNNING', 'WORKSPACE_DELETE');
    await observe();
    expect(arm.calls).toEqual([]);
  });
});

describe('the turns of workspaces', () => {
  const listedSecondsAgo = (seconds: number) =>
    rows(`UPDATE workspace_look SET listed_at = now() - $1 * interval '1 second'`, [seconds]);

  const hour = { restingSeconds: 3_600, movingSeconds: 0 };

  it('come seldom where all is at rest, and soon where something moves or an operation has ended', async () => {
    const [resting, moving, ended] = [
      await givenCluster(await givenWorkspace(database.pool)),
      await givenCluster(await givenWorkspace(database.pool)),
      await givenCluster(await givenWorkspace(database.pool)),
    ];
    inAzure(moving.armId, cluster(moving.armId, { allocationState: 'Resizing' }));
    await observe(hour);
    expect(arm.calls).toHaveLength(3);
    await givenOperation(ended, 'SUCCEEDED');
    arm.calls.length = 0;
    await listedSecondsAgo(2);
    await observe(hour);
    expect(arm.calls).toHaveLength(2);
    inAzure(resting.armId, undefined);
    await observe(hour);
    expect(await rowOf('id', resting.id)).toMatchObject({ gone: false });
  });

  it('come less often the more of them move: all together take two calls a second', async () => {
    const workspaces = [];
    for (let at = 0; at < 20; at += 1) workspaces.push(await givenWorkspace(database.pool));
    await observe(hour);
    await rows('DELETE FROM arm_budget');
    await observe(hour);
    await rows('UPDATE workspace_look SET moving = true');
    await rows('DELETE FROM arm_budget');
    arm.calls.length = 0;
    await listedSecondsAgo(9);
    await observe(hour);
    expect(arm.calls).toEqual([]);
    await listedSecondsAgo(10);
    await observe(hour);
    expect(arm.calls).not.toEqual([]);
  });

  it('leave the reads to operations that need them', async () => {
    await givenWorkspace(database.pool);
    await rows(`INSERT INTO arm_budget VALUES ($1, 'read', -30, now())`, [subscriptionForTests]);
    await observe();
    expect(arm.calls).toEqual([]);
  });

  it('leave them the more the fewer a cloud allows', async () => {
    await givenWorkspace(database.pool);
    await rows(`INSERT INTO arm_budget VALUES ($1, 'read', 0, now() - interval '2 seconds')`, [
      subscriptionForTests,
    ]);
    await observe({ ...always, reads: { burst: 225, refillPerSecond: 2.9 } });
    expect(arm.calls).toEqual([]);
    await observe();
    expect(arm.calls).not.toEqual([]);
  });

  it('go on where one of them cannot be listed, which comes again later', async () => {
    const workspaces = [await givenWorkspace(database.pool), await givenWorkspace(database.pool)];
    const clusters = [await givenCluster(workspaces[0]!), await givenCluster(workspaces[1]!)];
    for (const { armId } of clusters) inAzure(armId, cluster(armId, scaled));
    arm.faults.push({ on: 'list', error: armError('transient') });
    await expect(observe()).rejects.toThrow('transient');
    const changed = await Promise.all(clusters.map(({ id }) => audited(id)));
    expect(changed.map((events) => events.length).toSorted((a, b) => a - b)).toEqual([0, 1]);
    arm.calls.length = 0;
    await observe();
    expect(arm.calls).toEqual(['list']);
    const looks = `SELECT failures, look_at > now() + interval '8 seconds' AS later, held_until FROM workspace_look
      WHERE workspace_id = ANY ($1) ORDER BY failures`;
    expect(await rows(looks, [workspaces.map(({ workspaceId }) => workspaceId)])).toMatchObject([
      { failures: 0, held_until: null },
      { failures: 1, later: true, held_until: null },
    ]);
  });

  it('are one worker’s at a time', async () => {
    for (let at = 0; at < 8; at += 1) await givenWorkspace(database.pool);
    await Promise.all([observe(hour), observe(hour), observe(hour), observe(hour)]);
    expect(arm.calls).toHaveLength(8);
  });

  it('go on past rows that cannot be read, and put them right', async () => {
    const workspace = await givenWorkspace(database.pool);
    const whole = await givenCluster(workspace, 'whole');
    const { observed } = settingOf('COMPUTE_CLUSTER', 'one');
    const stored = [7, 'text', [], { ...observed, identity: [null], tags: 'garbage', scale: 7 }];
    const bent: Given[] = [];
    for (const [at, wrong] of stored.entries()) {
      bent.push(await givenCluster(workspace, `bent${at}`));
      await rows('UPDATE resource SET observed = $2, desired = $2 WHERE id = $1', [
        bent[at]!.id,
        JSON.stringify(wrong),
      ]);
    }
    inAzure(whole.armId, cluster(whole.armId, { vmSize: 'STANDARD_D4_V2' }));
    await observe();
    expect(await audited(whole.id)).toHaveLength(1);
    for (const { id, armId } of bent) {
      const [row] = await rows<{ observed: object }>(
        'SELECT observed FROM resource WHERE id = $1',
        [id],
      );
      expect(row?.observed).toEqual(kinds.observe('COMPUTE_CLUSTER', cluster(armId)).observed);
    }
  });

  it('are given back by a worker that died', async () => {
    const { workspaceId } = await givenWorkspace(database.pool);
    await observe();
    const hold = (at: string) =>
      rows(`UPDATE workspace_look SET held_until = ${at} WHERE workspace_id = $1`, [workspaceId]);
    arm.calls.length = 0;
    await hold(`now() + interval '1 minute'`);
    await observe();
    expect(arm.calls).toEqual([]);
    await hold(`now() - interval '1 second'`);
    await observe();
    expect(arm.calls).toEqual(['list']);
  });

  it('are no more than the sweep’s share of reads, and stop while Azure has quieted the subscription', async () => {
    for (let at = 0; at < 30; at += 1) await givenWorkspace(database.pool);
    await Promise.all([observe(), observe(), observe()]);
    expect(arm.calls.length).toBeLessThanOrEqual(14);
    expect(arm.calls.length).toBeGreaterThanOrEqual(12);
    await rows(
      `INSERT INTO arm_budget SELECT subscription_id, 'read', 0, now(), now() + interval '1 minute' FROM arm_budget`,
    );
    await rows(`UPDATE arm_budget SET tokens = 12 WHERE operation = 'sweep'`);
    arm.calls.length = 0;
    await observe();
    expect(arm.calls).toEqual([]);
  });
});
