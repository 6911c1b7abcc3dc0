import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  contextForTests,
  engineForTests,
  givenOperation,
  kindsForTests,
  storyOf,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { lookAtAll } from '../../../test/support/look.js';
import { askOf } from '../../../test/support/ask.js';
import { retryOperation } from './retry-operation.verb.js';

let database: TestDatabase;
let arm: FakeArm;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  arm = new FakeArm();
});

const story = (operation: GivenOperation) => storyOf(database.pool, operation.operationId);
const advance = (operation: GivenOperation) =>
  engineForTests(database.pool, arm).advance(operation.operationId);
const retry = (operation: GivenOperation) =>
  askOf(
    retryOperation,
    { pool: database.pool, kinds: kindsForTests() },
    contextForTests('OPERATOR', operation.teamId),
    operation.operationId,
  );

async function givenRefused(): Promise<GivenOperation> {
  const operation = await givenOperation(database.pool);
  arm.faults.push({ on: 'put', error: armError('refused') });
  await advance(operation);
  return operation;
}

describe('retry', () => {
  it('takes up a failed operation at its failed write, tries counted anew', async () => {
    const operation = await givenRefused();
    expect(await retry(operation)).toMatchObject({ ok: true });
    expect(await story(operation)).toMatchObject({
      status: 'QUEUED',
      error: null,
      state: 'CREATING',
      steps: ['put compute: PENDING', 'await compute: PENDING', 'verify compute: PENDING'],
      attempts: [0, 0, 0],
    });
    await advance(operation);
    arm.end(operation.armId, 'Succeeded');
    await lookAtAll(database.pool, arm);
    await advance(operation);
    expect(await story(operation)).toMatchObject({
      status: 'SUCCEEDED',
      audit: ['accepted', 'started', 'failed', 'retried', 'started', 'submitted', 'succeeded'],
    });
  });

  it('sends again what Azure gave up, instead of waiting for it again', async () => {
    const operation = await givenOperation(database.pool);
    await advance(operation);
    arm.end(operation.armId, 'Failed');
    await lookAtAll(database.pool, arm);
    await advance(operation);
    arm.end(operation.armId, 'Gone');
    await retry(operation);
    await advance(operation);
    expect(arm.countOf('PUT', operation.armId)).toBe(2);
  });

  it('is refused while another operation on the target is under way, and names it', async () => {
    const operation = await givenRefused();
    const other = await database.pool.query<{ id: string }>(
      `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
       SELECT 'COMPUTE_CLUSTER_DELETE', 'QUEUED', target_id, target_name, team_id, requested_by_id, channel, request_id
       FROM operation WHERE id = $1 RETURNING id`,
      [operation.operationId],
    );
    expect(await retry(operation)).toMatchObject({
      ok: false,
      error: [{ code: 'OPERATION_IN_PROGRESS', operationId: other.rows[0]?.id }],
    });
  });

  it('is refused once its target is gone, and for what did not fail', async () => {
    const operation = await givenRefused();
    await database.pool.query('UPDATE resource SET gone_at = now() WHERE id = $1', [
      operation.resourceId,
    ]);
    const running = await givenOperation(database.pool);
    expect(await retry(operation)).toMatchObject({ ok: false, error: [{ code: 'INVALID_STATE' }] });
    expect(await retry(running)).toMatchObject({
      ok: false,
      error: [{ code: 'OPERATION_IN_PROGRESS', operationId: running.operationId }],
    });
  });

  it('asked for twice at once is done once', async () => {
    const operation = await givenRefused();
    const answers = await Promise.all([retry(operation), retry(operation)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect((await story(operation)).audit.filter((event) => event === 'retried')).toHaveLength(1);
  });
});
