import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import {
  engineForTests,
  givenOperation,
  givenWorkspace,
  type GivenOperation,
} from '../../test/support/engine.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { lookAtAll } from '../../test/support/look.js';
import { observeWorkspaces } from './observe-workspaces.js';

let database: TestDatabase;
let arm: FakeArm;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  arm = new FakeArm();
});

/** A compute that exists in Azure, its operation long ended. */
async function givenAtRest(names: readonly string[]): Promise<GivenOperation[]> {
  const workspace = await givenWorkspace(database.pool);
  const engine = engineForTests(database.pool, arm);
  const operations: GivenOperation[] = [];
  for (const name of names) {
    const operation = await givenOperation(database.pool, { workspace, name });
    await engine.advance(operation.operationId);
    arm.end(operation.armId, 'Succeeded');
    await lookAtAll(database.pool, arm);
    await engine.advance(operation.operationId);
    operations.push(operation);
  }
  await database.pool.query(
    `UPDATE operation SET completed_at = now() - interval '1 hour' WHERE completed_at IS NOT NULL`,
  );
  arm.calls.length = 0;
  return operations;
}

const observe = (pace = { restingSeconds: 0, movingSeconds: 0 }): Promise<number> =>
  observeWorkspaces(
    {
      pool: database.pool,
      arm,
      pace,
      observeResource: (_kind, body) => ({
        observed: body['properties'],
        rawProvisioningState: 'Succeeded',
      }),
    },
    100,
    new AbortController().signal,
  );

const change = (operation: GivenOperation, properties: object): void => {
  const key = operation.armId.toLowerCase();
  arm.resources.set(key, { ...arm.resources.get(key), properties });
};

const toldOf = async (operation: GivenOperation): Promise<number> => {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM outbox_event
     WHERE topic = 'resource.changed' AND resource_id = $1 AND operation_id IS NULL`,
    [operation.resourceId],
  );
  return rows[0]?.count ?? NaN;
};

describe('observing what is at rest', () => {
  it('takes one list call for a workspace, and tells of what changed and of nothing else', async () => {
    const [one, two] = await givenAtRest(['one', 'two']);
    await observe();
    const before = await Promise.all([toldOf(one!), toldOf(two!)]);
    change(one!, { provisioningState: 'Succeeded', nodes: 3 });
    arm.calls.length = 0;
    expect(await observe()).toBe(1);
    expect(arm.calls).toEqual(['list']);
    expect(await toldOf(one!)).toBe(before[0] + 1);
    expect(await toldOf(two!)).toBe(before[1]);
    await database.pool.query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  });

  it('looks again soon while something is resizing, and seldom at what is steady', async () => {
    const [compute] = await givenAtRest(['cpu']);
    await observe();
    const pace = { restingSeconds: 60, movingSeconds: 0 };
    arm.calls.length = 0;
    await observe(pace);
    expect(arm.calls).toEqual([]);
    change(compute!, { allocationState: 'RESIZING' });
    await observe();
    arm.calls.length = 0;
    await observe(pace);
    expect(arm.calls).toEqual(['list']);
    await database.pool.query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  });

  it('leaves a compute to its operation while one is under way', async () => {
    const [compute] = await givenAtRest(['cpu']);
    await database.pool.query(`UPDATE operation SET status = 'RUNNING' WHERE id = $1`, [
      compute!.operationId,
    ]);
    change(compute!, { provisioningState: 'Updating' });
    expect(await observe()).toBe(0);
    expect(arm.calls).toEqual([]);
    await database.pool.query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  });

  it('asks about what is not in Azure no more often than about the rest', async () => {
    await givenOperation(database.pool);
    await database.pool.query(
      `UPDATE operation SET status = 'FAILED', completed_at = now() - interval '1 hour'`,
    );
    await observe({ restingSeconds: 60, movingSeconds: 60 });
    arm.calls.length = 0;
    await observe({ restingSeconds: 60, movingSeconds: 60 });
    expect(arm.calls).toEqual([]);
  });
});
