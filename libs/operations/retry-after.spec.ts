import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { engineForTests, givenOperation, storyOf } from '../../test/support/engine.js';
import { armError, FakeArm } from '../../test/support/fake-arm.js';
import { lookAtAll } from '../../test/support/look.js';
import { ArmError } from './arm.port.js';
import { backoffSeconds } from './decisions/backoff.rules.js';
import { secondsToNextLook } from './retry-after.rules.js';
import { wakeOverdue } from './engine/reconcile.repository.js';

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

async function givenWaiting() {
  const given = await givenOperation(database.pool, { name: `cpu-${crypto.randomUUID()}` });
  const engine = engineForTests(database.pool, arm, { stepLimitMs: 60_000 });
  await engine.advance(given.operationId);
  return { ...given, advance: () => engine.advance(given.operationId) };
}

const nextLookSeconds = async (operationId: string): Promise<number> => {
  const { rows } = await database.pool.query<{ seconds: number }>(
    'SELECT extract(epoch FROM look_at - now())::float8 AS seconds FROM watch WHERE operation_id = $1',
    [operationId],
  );
  return rows[0]?.seconds ?? Number.NaN;
};

const messageOf = async (operationId: string) =>
  (await storyOf(database.pool, operationId)).messages[1];

describe('a Retry-After beyond its range', () => {
  it('is believed for an hour between tries, for ten minutes between looks', () => {
    expect(backoffSeconds(99_999_999, 0, 0)).toBe(3_600);
    expect([99_999_999, Infinity, -3, Number.NaN].map(secondsToNextLook)).toEqual([600, 600, 0, 0]);
  });

  it.each([
    ['the answer goes on', undefined],
    ['Azure refuses to answer', 'transient'],
    ['Azure throttles', 'throttled'],
  ] as const)('puts no look off for years: %s', async (_what, kind) => {
    const { operationId } = await givenWaiting();
    const retryAfterSeconds = 99_999_999;
    if (kind) arm.faults.push({ on: 'poll', error: armError(kind, retryAfterSeconds) });
    else
      arm.poll = async (handle) => ({
        state: 'InProgress',
        handle,
        rawState: 'InProgress',
        retryAfterSeconds,
      });
    if (kind === 'transient')
      arm.poll = async () => ({
        state: 'Unreadable',
        rawState: 'x',
        error: armError(kind),
        retryAfterSeconds,
      });
    if (kind === 'throttled')
      arm.poll = async () => ({
        state: 'Unreadable',
        rawState: 'x',
        error: armError(kind, retryAfterSeconds),
      });
    await lookAtAll(database.pool, arm);
    expect(await nextLookSeconds(operationId)).toBeLessThanOrEqual(600);
  });
});

describe('an answer that tells nothing', () => {
  it('stands in the message from the first time on, goes with the next that does, and each is told', async () => {
    const { operationId, armId } = await givenWaiting();
    arm.losePollUrls(armId);
    arm.faults.push(
      { on: 'get', error: armError('refused') },
      { on: 'get', error: armError('refused') },
    );
    const told = async () => {
      const { rows } = await database.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM outbox_event WHERE operation_id = $1 AND topic = 'operation.changed'`,
        [operationId],
      );
      return rows[0]?.count;
    };
    const before = Number(await told());
    for (const _ of ['first', 'second']) await lookAtAll(database.pool, arm);
    expect(await messageOf(operationId)).toMatch(
      /^Azure is at it; Azure does not say how it goes: refused/,
    );
    expect(await told()).toBe(before + 1);
    await lookAtAll(database.pool, arm);
    expect(await messageOf(operationId)).toBe('Azure is at it');
    expect(await told()).toBe(before + 2);
  });

  it('is told with what to do about it, and not where nobody asked Azure: a spent budget', async () => {
    const { operationId, armId } = await givenWaiting();
    arm.losePollUrls(armId);
    const answerWith = async (error: ArmError): Promise<string | null | undefined> => {
      arm.faults.push({ on: 'get', error });
      await lookAtAll(database.pool, arm);
      return messageOf(operationId);
    };
    const error = { code: 'NoRole', message: 'no.', retry: 'NEVER', remedy: 'Give one.' } as const;
    arm.poll = async () => ({ state: 'Unreadable', rawState: 'x', error: armError('throttled') });
    await lookAtAll(database.pool, arm);
    expect(await messageOf(operationId)).toBe('Azure is at it');
    arm.poll = async () => ({ state: 'Unreadable', rawState: 'x', error: armError('notFound') });
    const refused = new ArmError('refused', error, 403, undefined, false);
    expect(await answerWith(refused)).toContain('NoRole: no. Give one.');
    expect(await answerWith(armError('throttled'))).toContain('NoRole: no. Give one.');
  });

  it('is what a step that took too long names, with when it is over', async () => {
    const { operationId, armId, advance } = await givenWaiting();
    arm.losePollUrls(armId);
    arm.faults.push({ on: 'get', error: armError('refused') });
    await lookAtAll(database.pool, arm);
    expect(await wakeOverdue(database.pool, 60_000)).toEqual([]);
    await database.pool.query(
      `UPDATE operation_step SET started_at = now() - interval '25 hours' WHERE operation_id = $1 AND status = 'WAITING'`,
      [operationId],
    );
    const due = await wakeOverdue(database.pool, 60_000);
    expect(due.map((each) => each.operationId)).toEqual([operationId]);
    await advance();
    const story = await storyOf(database.pool, operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'STEP_TIMEOUT', state: 'UNKNOWN' });
    expect(story.messages[1]).toMatch(
      /await compute: not over after 25 hours.*does not say how it goes/,
    );
    expect(await wakeOverdue(database.pool, 60_000)).toEqual([]);
  });
});
