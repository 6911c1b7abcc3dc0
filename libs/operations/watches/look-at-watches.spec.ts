import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  contextForTests,
  engineForTests,
  givenOperation,
  givenWorkspace,
  kindsForTests,
  storyOf,
  subscriptionForTests,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { lookAtAll, lookerForTests } from '../../../test/support/look.js';
import { askOf } from '../../../test/support/ask.js';
import { cancelOperation } from '../interventions/cancel-operation.verb.js';
import { lookAtWatches } from './look-at-watches.js';
import { endWatches, readPace, readWatchGroup, takeDueWatches } from './watch.repository.js';

let database: TestDatabase;
let arm: FakeArm;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  arm = new FakeArm();
  await database.pool.query('DELETE FROM watch');
});

/** Operations that wait in one workspace. */
async function givenWaiting(count: number): Promise<GivenOperation[]> {
  const workspace = await givenWorkspace(database.pool);
  const engine = engineForTests(database.pool, arm);
  const operations: GivenOperation[] = [];
  for (let index = 0; index < count; index += 1) {
    const operation = await givenOperation(database.pool, { workspace, name: `cpu-${index}x` });
    await engine.advance(operation.operationId);
    operations.push(operation);
  }
  arm.calls.length = 0;
  return operations;
}

const idsOf = (operations: readonly { operationId: string }[]): string[] =>
  operations.map(({ operationId }) => operationId).sort();

const secondsToLook = async (operation: GivenOperation): Promise<number> => {
  const { rows } = await database.pool.query<{ seconds: number }>(
    'SELECT extract(epoch FROM look_at - now())::float8 AS seconds FROM watch WHERE operation_id = $1',
    [operation.operationId],
  );
  return rows[0]?.seconds ?? NaN;
};

describe('looking at what waits', () => {
  it('asks the poll URL of a single one', async () => {
    const [operation] = await givenWaiting(1);
    arm.end(operation!.armId, 'Succeeded');
    expect(idsOf(await lookAtAll(database.pool, arm))).toEqual(idsOf([operation!]));
    expect(arm.calls).toEqual(['poll']);
  });

  it('answers for many in one workspace with one list, and confirms what looks ended', async () => {
    const operations = await givenWaiting(12);
    const ended = operations.slice(3, 5);
    for (const { armId } of ended) arm.end(armId, 'Succeeded');
    expect(idsOf(await lookAtAll(database.pool, arm))).toEqual(idsOf(ended));
    expect(arm.calls).toEqual(['list', 'get', 'get']);
  });

  it('answers also for those that are not due, and lets them sleep', async () => {
    const operations = await givenWaiting(10);
    await lookAtAll(database.pool, arm);
    const before = await readWatchGroup(database.pool, await groupOf(operations[0]!));
    arm.end(operations[7]!.armId, 'Succeeded');
    await database.pool.query('UPDATE watch SET look_at = now() WHERE operation_id = $1', [
      before[0]?.operationId,
    ]);
    const found: { operationId: string }[] = [];
    const due = async (ids: readonly { operationId: string }[]) => void found.push(...ids);
    await lookAtWatches(
      lookerForTests(database.pool, arm, { due }),
      100,
      new AbortController().signal,
    );
    expect(idsOf(found)).toEqual(idsOf([operations[7]!]));
    const after = await readWatchGroup(database.pool, before[0]!.groupKey);
    const sleepers = after.filter((watch) => watch.dueInMs > 20_000);
    expect(sleepers.length).toBeGreaterThanOrEqual(7);
  });

  it('tells all of them when a list is refused, also those that sleep, and when the next is not', async () => {
    const operations = await givenWaiting(5);
    await lookAtAll(database.pool, arm);
    const lookForOne = async (): Promise<string[]> => {
      const id = operations[0]!.operationId;
      await database.pool.query('UPDATE watch SET look_at = now() WHERE operation_id = $1', [id]);
      await lookAtWatches(lookerForTests(database.pool, arm), 100, new AbortController().signal);
      const stories = operations.map(({ operationId }) => storyOf(database.pool, operationId));
      return (await Promise.all(stories)).map(({ messages }) => String(messages[1]));
    };
    arm.faults.push({ on: 'list', error: armError('refused') });
    const why = /^Azure is at it; Azure does not say how it goes: refused/;
    for (const message of await lookForOne()) expect(message).toMatch(why);
    expect(await lookForOne()).toEqual(operations.map(() => 'Azure is at it'));
  });

  it('reads every page of a workspace', async () => {
    const operations = await givenWaiting(5);
    arm.pageSize = 2;
    arm.end(operations[4]!.armId, 'Succeeded');
    expect(idsOf(await lookAtAll(database.pool, arm))).toEqual(idsOf([operations[4]!]));
    expect(arm.calls).toEqual(['list', 'list', 'list', 'get']);
  });

  it('believes that something is gone only when a GET says so too', async () => {
    const workspace = await givenWorkspace(database.pool);
    const deletes: GivenOperation[] = [];
    for (const name of ['one', 'two', 'three']) {
      const kind = 'COMPUTE_CLUSTER_DELETE' as const;
      const operation = await givenOperation(database.pool, { kind, workspace, name });
      arm.resources.set(operation.armId.toLowerCase(), { id: operation.armId, properties: {} });
      await engineForTests(database.pool, arm).advance(operation.operationId);
      deletes.push(operation);
    }
    arm.calls.length = 0;
    arm.end(deletes[1]!.armId, 'Gone');
    expect(idsOf(await lookAtAll(database.pool, arm))).toEqual(idsOf([deletes[1]!]));
    expect(arm.calls).toEqual(['list', 'get']);
  });

  it('asks the resource where the poll URL is gone: a failed look fails no operation', async () => {
    const [operation] = await givenWaiting(1);
    arm.losePollUrls(operation!.armId);
    expect(await lookAtAll(database.pool, arm)).toEqual([]);
    expect((await storyOf(database.pool, operation!.operationId)).status).toBe('RUNNING');
    arm.end(operation!.armId, 'Succeeded');
    expect(await lookAtAll(database.pool, arm)).toHaveLength(1);
    await engineForTests(database.pool, arm).advance(operation!.operationId);
    expect((await storyOf(database.pool, operation!.operationId)).status).toBe('SUCCEEDED');
  });

  it('comes back when a 429 says so, and does not ask for the resource instead', async () => {
    const operations = await givenWaiting(3);
    arm.faults.push({ on: 'list', error: armError('throttled', 23) });
    await lookAtAll(database.pool, arm);
    expect(arm.calls).toEqual(['list']);
    for (const operation of operations) {
      expect(await secondsToLook(operation)).toBeGreaterThan(22);
    }
  });

  it('counts what is left of the reads that the cloud allows', async () => {
    await givenWaiting(1);
    await database.pool.query(
      `INSERT INTO arm_budget (subscription_id, operation, tokens, refilled_at)
       VALUES ($1, 'read', 0, now() - interval '10 seconds')`,
      [subscriptionForTests],
    );
    const tokensAt = async (refillPerSecond: number) => {
      const paces = await readPace(database.pool, { burst: 225, refillPerSecond });
      return paces.find(({ subscriptionId }) => subscriptionId === subscriptionForTests)?.tokens;
    };
    expect(await tokensAt(3)).toBeCloseTo(30, -1);
    expect(await tokensAt(100)).toBe(225);
    await database.pool.query('DELETE FROM arm_budget');
  });

  it('leaves a quiet subscription alone', async () => {
    await givenWaiting(2);
    await database.pool.query(
      `INSERT INTO arm_budget (subscription_id, operation, tokens, refilled_at, quiet_until)
       VALUES ($1, 'read', 10, now(), now() + interval '1 minute')`,
      [subscriptionForTests],
    );
    expect(await lookAtAll(database.pool, arm)).toEqual([]);
    expect(arm.calls).toEqual([]);
    await database.pool.query('DELETE FROM arm_budget');
  });
});

const groupOf = async (operation: GivenOperation): Promise<string> => {
  const { rows } = await database.pool.query<{ group_key: string }>(
    'SELECT group_key FROM watch WHERE operation_id = $1',
    [operation.operationId],
  );
  return rows[0]?.group_key ?? '';
};

describe('watches shared by workers', () => {
  it('are each taken by one', async () => {
    await givenWaiting(20);
    await database.pool.query(`UPDATE watch SET look_at = now() - interval '1 second'`);
    const takes = await Promise.all(
      Array.from({ length: 4 }, () => takeDueWatches(database.pool, 20, 30_000)),
    );
    expect(new Set(idsOf(takes.flat())).size).toBe(takes.flat().length);
    expect(takes.flat()).toHaveLength(20);
  });

  it('come back when the worker that took them died', async () => {
    await givenWaiting(1);
    await database.pool.query(`UPDATE watch SET look_at = now() - interval '1 second'`);
    expect(await takeDueWatches(database.pool, 20, 5)).toHaveLength(1);
    await expect.poll(async () => (await takeDueWatches(database.pool, 20, 30_000)).length).toBe(1);
  });

  it('end once: whoever comes second, or after a cancel, changes nothing', async () => {
    const [first, second] = await givenWaiting(2);
    const ends = [...(await readWatchGroup(database.pool, await groupOf(first!)))].map(
      ({ operationId, createdAt }) => ({
        operationId,
        createdAt,
        observation: { by: 'resource', body: {} } as const,
      }),
    );
    const kinds = kindsForTests();
    const context = contextForTests('OPERATOR', second!.teamId);
    await askOf(cancelOperation, { pool: database.pool, kinds }, context, second!.operationId);
    expect(idsOf(await endWatches(database.pool, ends))).toEqual(idsOf([first!]));
    expect(await endWatches(database.pool, ends)).toEqual([]);
  });
});

describe('a wait', () => {
  it('that begins anew, for something else, ends like any other', async () => {
    const [operation] = await givenWaiting(1);
    const waits = async () =>
      (
        await database.pool.query<{ fresh: boolean; whole: boolean }>(
          `SELECT created_at > now() - interval '1 minute' AS fresh,
             created_at = date_trunc('milliseconds', created_at) AS whole FROM watch`,
        )
      ).rows;
    await database.pool.query(
      `UPDATE watch SET arm_id = arm_id || '-before', created_at = created_at - interval '1 hour'`,
    );
    await database.pool.query('UPDATE operation SET due_at = now() WHERE id = $1', [
      operation!.operationId,
    ]);
    await engineForTests(database.pool, arm).advance(operation!.operationId);
    expect(await waits()).toEqual([{ fresh: true, whole: true }]);
    arm.end(operation!.armId, 'Succeeded');
    expect(idsOf(await lookAtAll(database.pool, arm))).toEqual(idsOf([operation!]));
  });
});
