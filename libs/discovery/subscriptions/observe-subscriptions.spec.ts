import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resourceGroupId, workspaceArmId } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { givenWorkspace, subscriptionForTests } from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import type { ArmBody, ArmPort } from '#libs/operations';
import { knowSubscriptions } from './known-subscriptions.repository.js';
import { observeSubscriptions } from './observe-subscriptions.js';

let database: TestDatabase;
let arm: FakeArm;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  arm = new FakeArm();
  await query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  await query('DELETE FROM listed_resource');
  await query('DELETE FROM subscription_look');
  await query('DELETE FROM arm_budget');
});

const query = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await database.pool.query<T>(text, values)).rows;

const other = '22222222-2222-4222-8222-222222222222';
const know = (...ids: string[]) => knowSubscriptions(database.pool, ids);
const turn = (port: ArmPort = arm, signal = new AbortController().signal) =>
  observeSubscriptions(
    { pool: database.pool, arm: port, kinds, pace: { restingSeconds: 60 } },
    signal,
  );
const turns = async (count: number) => {
  for (let n = 0; n < count; n += 1) await turn();
};
/** A worker named it so long ago, and none has since. */
const lastNamed = (subscription: string, ago: string) =>
  query(
    'UPDATE subscription_look SET configured_at = now() - $2::interval WHERE subscription_id = $1',
    [subscription, ago],
  );
const anew = () => query('UPDATE subscription_look SET look_at = now()');

const body = (id: string, more: object = {}): ArmBody => ({
  id,
  location: 'westeurope',
  tags: { owner: 'somebody' },
  properties: { provisioningState: 'Succeeded' },
  ...more,
});
function inAzure(id: string, more: object = {}): string {
  arm.resources.set(id.toLowerCase(), body(id, more));
  return id;
}
const group = (name: string, subscription = subscriptionForTests) =>
  inAzure(resourceGroupId(subscription, name));
const listed = async () =>
  (await query<{ name: string }>('SELECT kind, name FROM listed_resource ORDER BY kind, name')).map(
    ({ name }) => name,
  );

describe('what stands in known subscriptions', () => {
  it('is found page by page, groups first, each once', async () => {
    for (const name of ['a', 'b', 'c']) inAzure(workspaceArmId(group(`rg-${name}`), `ws-${name}`));
    arm.pageSize = 2;
    await know(subscriptionForTests.toUpperCase());
    const seen: string[][] = [];
    for (let n = 0; n < 5; n += 1) {
      await turn();
      seen.push(await listed());
    }
    expect(seen.map(({ length }) => length)).toEqual([2, 3, 5, 6, 6]);
    expect(seen.at(-1)).toEqual(['rg-a', 'rg-b', 'rg-c', 'ws-a', 'ws-b', 'ws-c']);
    expect(arm.calls).toHaveLength(4);
    expect(
      await query(
        `SELECT arm_id, group_key, location, raw_state, observed->'tags' AS tags FROM listed_resource WHERE name = 'ws-b'`,
      ),
    ).toEqual([
      {
        arm_id: workspaceArmId(resourceGroupId(subscriptionForTests, 'rg-b'), 'ws-b'),
        group_key: resourceGroupId(subscriptionForTests, 'rg-b').toLowerCase(),
        location: 'westeurope',
        raw_state: 'Succeeded',
        tags: { owner: 'somebody' },
      },
    ]);
  });

  it('is not what goes, or what another resource in Azure manages', async () => {
    inAzure(resourceGroupId(subscriptionForTests, 'rg-going'), {
      properties: { provisioningState: 'Deleting' },
    });
    inAzure(resourceGroupId(subscriptionForTests, 'MC_nodes'), { managedBy: '/subscriptions/x' });
    group('rg-a');
    await know(subscriptionForTests);
    await turns(2);
    expect(await listed()).toEqual(['rg-a']);
  });

  it('is listed again after a rest, and dropped once it is listed no more', async () => {
    const [a, b] = [group('rg-a'), group('rg-b')];
    await know(subscriptionForTests);
    await turns(3);
    expect(arm.calls).toHaveLength(2);
    arm.resources.delete(a.toLowerCase());
    group('rg-c');
    await anew();
    await turn();
    expect(await listed()).toEqual(['rg-a', 'rg-b', 'rg-c']);
    await turn();
    expect(await listed()).toEqual(['rg-b', 'rg-c']);
    expect(b).toContain('rg-b');
  });

  it('is forgotten with a subscription in which nobody has anything any more', async () => {
    group('rg-a', other);
    await know(other);
    await turns(2);
    expect(await listed()).toEqual(['rg-a']);
    await givenWorkspace(database.pool);
    await query(`UPDATE subscription_look SET configured_at = now() - interval '61 minutes'`);
    await know();
    expect(await listed()).toEqual([]);
    expect(await query('SELECT subscription_id AS id FROM subscription_look')).toEqual([
      { id: subscriptionForTests },
    ]);
  });

  it('of each worker stays, though another is configured otherwise', async () => {
    group('rg-a');
    group('rg-b', other);
    for (let round = 0; round < 3; round += 1) {
      await know(subscriptionForTests);
      await know(other);
      await know();
      await turn();
    }
    expect(await listed()).toEqual(['rg-a', 'rg-b']);
    const [look] = await query(
      `SELECT count(*)::int AS count, bool_and(listed_at IS NOT NULL) AS whole FROM subscription_look`,
    );
    expect(look).toEqual({ count: 2, whole: true });
    await lastNamed(other, '59 minutes');
    await know(other);
    await query(
      `UPDATE subscription_look SET configured_at = configured_at - interval '30 minutes' WHERE subscription_id = $1`,
      [other],
    );
    await know(subscriptionForTests);
    expect(await listed()).toEqual(['rg-a', 'rg-b']);
    await lastNamed(other, '61 minutes');
    await know(subscriptionForTests);
    expect(await listed()).toEqual(['rg-a']);
  });

  it('stays where a worker names it again at the moment that it would be dropped', async () => {
    await know(other);
    await lastNamed(other, '61 minutes');
    const writer = await database.pool.connect();
    try {
      await writer.query('BEGIN');
      await writer.query(
        'UPDATE subscription_look SET configured_at = now() WHERE subscription_id = $1',
        [other],
      );
      const knowing = know(subscriptionForTests);
      await expect.poll(() => query('SELECT FROM pg_locks WHERE NOT granted')).not.toHaveLength(0);
      await writer.query('COMMIT');
      await knowing;
    } finally {
      writer.release();
    }
    const looks = await query('SELECT FROM subscription_look');
    expect(looks).toHaveLength(2);
  });
});

describe('a round', () => {
  /** The worker dies while ARM answers: nothing comes of its turn. */
  const killed = (): Promise<void> =>
    new Promise((resolve) => {
      const dying = { list: () => (resolve(), new Promise(() => undefined)) };
      void turn(dying as unknown as ArmPort);
    });

  it('is taken up at the page that a dead worker had, by whoever comes', async () => {
    for (const name of ['rg-a', 'rg-b', 'rg-c']) group(name);
    arm.pageSize = 1;
    await know(subscriptionForTests);
    await turns(2);
    await killed();
    await turn();
    expect(arm.calls).toHaveLength(2);
    await query(`UPDATE subscription_look SET held_until = now()`);
    await turns(2);
    expect(await listed()).toEqual(['rg-a', 'rg-b', 'rg-c']);
    expect(arm.calls).toHaveLength(4);
  });

  it('does not go on twice where a worker that was slow comes back', async () => {
    for (const name of ['rg-a', 'rg-b']) group(name);
    arm.pageSize = 1;
    await know(subscriptionForTests);
    arm.faults.push({
      on: 'list',
      meanwhile: async () => {
        await query(`UPDATE subscription_look SET held_until = now()`);
        await turns(2);
      },
    });
    await turns(1);
    expect(await listed()).toEqual(['rg-a', 'rg-b']);
    const [look] = await query('SELECT listing FROM subscription_look');
    expect(look).toEqual({ listing: 'WORKSPACE' });
  });

  it('begins anew where the link to a page has run out, and waits for what passes', async () => {
    for (const name of ['rg-a', 'rg-b']) group(name);
    arm.pageSize = 1;
    await know(subscriptionForTests);
    await turn();
    arm.faults.push({ on: 'list', error: armError('throttled', 7) });
    await expect(turn()).rejects.toThrow('throttled');
    const look = () =>
      query(
        `SELECT listing, failures, error->>'code' AS code, extract(epoch FROM look_at - now()) > 6 AS later FROM subscription_look`,
      );
    expect(await look()).toEqual([
      { listing: 'RESOURCE_GROUP', failures: 1, code: 'throttled', later: true },
    ]);
    await anew();
    arm.faults.push({ on: 'list', error: armError('refused') });
    await expect(turn()).rejects.toThrow('refused');
    expect(await look()).toEqual([{ listing: null, failures: 2, code: 'refused', later: true }]);
    await anew();
    await turns(3);
    expect(await listed()).toEqual(['rg-a', 'rg-b']);
    expect(await look()).toMatchObject([{ failures: 0, code: null }]);
  });
});

describe('subscriptions', () => {
  it('do not notice that one is throttled and another one refuses', async () => {
    const refusing = '33333333-3333-4333-8333-333333333333';
    group('rg-a');
    group('rg-b', other);
    await know(subscriptionForTests, other, refusing);
    await query(
      `INSERT INTO arm_budget VALUES ($1, 'read', 225, now(), now() + interval '1 minute')`,
      [other],
    );
    const list = (path: string) =>
      path.includes(refusing) ? Promise.reject(armError('refused')) : arm.list(path);
    const port = { list } as unknown as ArmPort;
    await expect(turn(port)).rejects.toThrow('refused');
    await turn(port);
    await turn(port);
    expect(await listed()).toEqual(['rg-a']);
    expect(arm.calls).toHaveLength(2);
  });

  it('are told once of what one refuses with, until it is something else or was listed in between', async () => {
    await know(subscriptionForTests);
    const refusing = async (kind: 'refused' | 'throttled') => {
      await anew();
      arm.faults.push({ on: 'list', error: armError(kind) });
      return turn();
    };
    await expect(refusing('refused')).rejects.toThrow('refused');
    await refusing('refused');
    await expect(refusing('throttled')).rejects.toThrow('throttled');
    await anew();
    await turns(1);
    await expect(refusing('throttled')).rejects.toThrow('throttled');
  });

  it('are read within the share of the sweeps', async () => {
    await know(subscriptionForTests);
    for (let n = 0; n < 20; n += 1) {
      await anew();
      await turn();
    }
    expect(arm.calls.length).toBeGreaterThanOrEqual(11);
    expect(arm.calls.length).toBeLessThan(16);
    await query('DELETE FROM arm_budget');
    await query(`INSERT INTO arm_budget VALUES ($1, 'read', 20, now(), NULL)`, [
      subscriptionForTests,
    ]);
    const before = arm.calls.length;
    await anew();
    await turn();
    expect(arm.calls).toHaveLength(before);
  });
});

describe('a group that was deleted in Azure', () => {
  const goneOf = async (id: string) =>
    query<{ kind: string; gone: boolean }>(
      `SELECT kind, gone_at IS NOT NULL AS gone FROM resource WHERE id = $1
         OR id = (SELECT parent_id FROM resource WHERE id = $1) ORDER BY kind`,
      [id],
    );

  it('is gone with all in it, once it answers 404 by itself', async () => {
    const { workspaceId, armId } = await givenWorkspace(database.pool);
    const groupId = armId.split('/providers/')[0]!;
    await know();
    let answers: ArmBody | undefined = body(groupId);
    const get = async () => answers;
    const port = { get, list: (path: string) => arm.list(path) } as unknown as ArmPort;
    const round = async () => {
      await anew();
      await turn(port);
      await turn(port);
    };
    await round();
    expect(await goneOf(workspaceId)).toMatchObject([{ gone: false }, { gone: false }]);
    answers = undefined;
    await round();
    expect(await goneOf(workspaceId)).toMatchObject([{ gone: true }, { gone: true }]);
    expect(
      await query(
        `SELECT action FROM audit_event WHERE target_id = $1 OR target_name = $2 ORDER BY action`,
        [workspaceId, groupId.split('/').at(-1)],
      ),
    ).toEqual([{ action: 'resource_group.vanished' }, { action: 'workspace.vanished' }]);
  });

  it('is not asked after as long as it is listed', async () => {
    const { armId } = await givenWorkspace(database.pool);
    inAzure(armId.split('/providers/')[0]!.toUpperCase());
    await know();
    for (let round = 0; round < 2; round += 1) {
      await anew();
      await turns(2);
    }
    expect(arm.calls).toEqual(['list', 'list', 'list', 'list']);
  });

  it('is left to the operation that is at work on it', async () => {
    const { workspaceId } = await givenWorkspace(database.pool);
    await know();
    await query(
      `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
       SELECT 'RESOURCE_GROUP_DELETE', 'RUNNING', id, name, team_id, '00000000-0000-7000-8000-000000000002', 'graphql', 'r'
       FROM resource WHERE id = (SELECT parent_id FROM resource WHERE id = $1)`,
      [workspaceId],
    );
    await turns(2);
    expect(await goneOf(workspaceId)).toMatchObject([{ gone: false }, { gone: false }]);
    expect(arm.calls).not.toContain('get');
  });

  it('is not one that was made while the round was under way', async () => {
    await givenWorkspace(database.pool);
    await know();
    await query(
      `UPDATE resource SET created_at = now() + interval '1 minute' WHERE gone_at IS NULL`,
    );
    await turns(2);
    expect(arm.calls).toEqual(['list', 'list']);
  });
});
