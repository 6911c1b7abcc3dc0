import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clusterForTests } from '../../test/support/cluster-values.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { engineForTests, givenOperation, storyOf } from '../../test/support/engine.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { kinds } from './kinds/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A creation whose row says `desired`, taken up once. */
async function createFrom(desired: unknown) {
  const arm = new FakeArm();
  const unforeseen = vi.fn<() => void>();
  const operation = await givenOperation(database.pool, { kinds });
  await database.pool.query('UPDATE resource SET desired = $2 WHERE id = $1', [
    operation.resourceId,
    JSON.stringify(desired),
  ]);
  await engineForTests(database.pool, arm, { kinds, unforeseen }).advance(operation.operationId);
  const { rows } = await database.pool.query<{ error: { message: string } | null }>(
    'SELECT error FROM operation WHERE id = $1',
    [operation.operationId],
  );
  const story = await storyOf(database.pool, operation.operationId);
  return { story, error: rows[0]?.error, arm, unforeseen };
}

describe('a step that needs what nobody can read any more', () => {
  it.each([
    ['vmSize', { ...clusterForTests, vmSize: 7 }],
    ['scale', { ...clusterForTests, scale: { maxNodeCount: 'many' } }],
    ['identity', { ...clusterForTests, identity: 'garbage' }],
    ['vmSize', {}],
    ['vmSize', 'text'],
    ['vmSize', null],
  ])('fails at once, by the name of %s, and sends nothing: %j', async (name, desired) => {
    const { story, error, arm, unforeseen } = await createFrom(desired);
    expect(story).toMatchObject({ status: 'FAILED', error: 'ROW_UNREADABLE', state: 'FAILED' });
    expect(error?.message).toContain(name);
    expect(arm.ledger).toEqual([]);
    expect(unforeseen).not.toHaveBeenCalled();
  });

  it('goes on where an older row does not say it and Azure has a default', async () => {
    const { identity: _left, enableNodePublicIp: _out, ...older } = clusterForTests;
    const { story, arm } = await createFrom(older);
    expect(story).toMatchObject({ status: 'RUNNING' });
    expect(arm.ledger).toHaveLength(1);
  });
});
