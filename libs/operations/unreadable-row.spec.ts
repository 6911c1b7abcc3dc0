import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clusterForTests } from '../../test/support/cluster-values.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import {
  contextForTests,
  engineForTests,
  givenOperation,
  storyOf,
} from '../../test/support/engine.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { askOf } from '../../test/support/ask.js';
import { kinds } from '../kinds/kinds.js';
import { cancelOperation } from './interventions/cancel-operation.verb.js';
import { retryOperation } from './interventions/retry-operation.verb.js';
import { StoreFailed } from './store-failed.js';

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

describe('an operation whose input nobody can read any more', () => {
  const given = async (input: unknown) => {
    const operation = await givenOperation(database.pool, { kinds });
    await database.pool.query('UPDATE operation SET input = $2 WHERE id = $1', [
      operation.operationId,
      JSON.stringify(input),
    ]);
    return operation;
  };

  it.each([
    ['input', null],
    ['input', 'text'],
    ['input', []],
    ['input.usesArmIds', { usesArmIds: 'a' }],
    ['input.usesArmIds', { usesArmIds: [1] }],
    ['input.before', { before: { desired: {}, costTags: [{ name: 'x' }] } }],
    ['input.before', { before: null }],
    ['input.asked', { asked: { scale: true } }],
    ['input.takenBack', { takenBack: { desired: [] } }],
  ])('fails at once, by the name of %s, and sends nothing: %j', async (name, input) => {
    const arm = new FakeArm();
    const unforeseen = vi.fn<() => void>();
    const operation = await given(input);
    const { advance } = engineForTests(database.pool, arm, { kinds, unforeseen });
    expect(await advance(operation.operationId)).toBe('advanced');
    expect(await storyOf(database.pool, operation.operationId)).toMatchObject({
      status: 'FAILED',
      error: 'ROW_UNREADABLE',
      state: 'FAILED',
      leaseUntil: null,
      attempts: expect.arrayContaining([1]) as unknown,
    });
    expect(arm.ledger).toEqual([]);
    expect(unforeseen).not.toHaveBeenCalled();
    const again = await askOf(
      retryOperation,
      { pool: database.pool, kinds },
      contextForTests('OPERATOR', operation.teamId),
      operation.operationId,
    );
    expect(again).toMatchObject({
      ok: false,
      error: [
        {
          code: 'INVALID_STATE',
          message: expect.stringContaining(name) as string,
          field: ['input', 'id'],
        },
      ],
    });
  });

  it.each([[null], ['text'], [{ before: 7, takenBack: 7 }]])(
    'is canceled all the same: %j',
    async (input) => {
      const operation = await given(input);
      const canceled = await askOf(
        cancelOperation,
        { pool: database.pool, kinds },
        contextForTests('OPERATOR', operation.teamId),
        operation.operationId,
      );
      expect(canceled).toMatchObject({ ok: true });
      expect(await storyOf(database.pool, operation.operationId)).toMatchObject({
        status: 'CANCELED',
      });
    },
  );

  it('goes on where an older release accepted it, which kept less', async () => {
    const arm = new FakeArm();
    const operation = await given({ before: { desired: {} } });
    await database.pool.query('UPDATE resource SET desired = $2 WHERE id = $1', [
      operation.resourceId,
      JSON.stringify(clusterForTests),
    ]);
    await engineForTests(database.pool, arm, { kinds }).advance(operation.operationId);
    expect(arm.ledger).toHaveLength(1);
  });
});

describe('what is asked before a step sends', () => {
  /** The pool, where statements that hold `part` are answered by `answer`. */
  const answering = (part: string, answer: () => Promise<unknown>) =>
    new Proxy(database.pool, {
      get: (pool, name) =>
        name === 'query'
          ? (asked: string | { text: string }, ...values: []) =>
              (typeof asked === 'string' ? asked : asked.text).includes(part)
                ? answer()
                : pool.query(asked as string, ...values)
          : (Reflect.get(pool, name) as unknown),
    });

  it('ends the run, and nothing of the operation, where the store does not answer', async () => {
    const arm = new FakeArm();
    const operation = await givenOperation(database.pool, { kinds });
    const lost = new Error('canceling statement due to statement timeout');
    const pool = answering('allowed_locations', () => Promise.reject(lost));
    const advancing = engineForTests(pool, arm, { kinds }).advance(operation.operationId);
    await expect(advancing).rejects.toBeInstanceOf(StoreFailed);
    expect(arm.ledger).toEqual([]);
    expect(await storyOf(database.pool, operation.operationId)).toMatchObject({
      status: 'QUEUED',
      error: null,
      attempts: [0, 0, 0, 0],
      leaseUntil: expect.any(Date) as unknown,
    });
  });

  it('counts as a try where it fails in a way that nobody foresaw', async () => {
    const arm = new FakeArm();
    const unforeseen = vi.fn<() => void>();
    const operation = await givenOperation(database.pool, { kinds });
    const pool = answering('allowed_locations', () => Promise.resolve({ rows: [{ allowed: 7 }] }));
    const { advance } = engineForTests(pool, arm, { kinds, unforeseen });
    expect(await advance(operation.operationId)).toBe('advanced');
    expect(unforeseen).toHaveBeenCalledOnce();
    expect(await storyOf(database.pool, operation.operationId)).toMatchObject({
      status: 'RUNNING',
      leaseUntil: null,
      dequeues: 0,
      attempts: expect.arrayContaining([2]) as unknown,
    });
    expect(arm.ledger).toEqual([]);
  });
});
