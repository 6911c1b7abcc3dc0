import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  contextForTests,
  engineForTests,
  givenOperation,
  kindsForTests,
  letTimePass,
  loseLease,
  storyOf,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { lookAtAll } from '../../../test/support/look.js';
import { askOf } from '../../../test/support/ask.js';
import { cancelOperation } from './cancel-operation.verb.js';

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
const cancel = (
  operation: GivenOperation,
  context = contextForTests('OPERATOR', operation.teamId),
) =>
  askOf(
    cancelOperation,
    { pool: database.pool, kinds: kindsForTests() },
    context,
    operation.operationId,
  );

/** Runs what is left until the operation has ended. */
async function runToTheEnd(operation: GivenOperation): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await letTimePass(database.pool, operation.operationId);
    await advance(operation);
    await lookAtAll(database.pool, arm);
  }
}

describe('cancel', () => {
  it('before anything was sent: canceled at once, and nothing is ever sent', async () => {
    const operation = await givenOperation(database.pool);
    expect(await cancel(operation)).toEqual({
      ok: true,
      value: { operationId: operation.operationId },
    });
    expect(await story(operation)).toMatchObject({
      status: 'CANCELED',
      gone: true,
      steps: ['put compute: CANCELED', 'await compute: CANCELED', 'verify compute: CANCELED'],
      audit: ['accepted', 'cancel_requested', 'canceled'],
    });
    expect(await advance(operation)).toBe('nothing to do');
    expect(arm.ledger).toEqual([]);
  });

  it('while Azure is at it: canceling, then a delete, then canceled with nothing left behind', async () => {
    const operation = await givenOperation(database.pool);
    await advance(operation);
    await cancel(operation);
    expect(await story(operation)).toMatchObject({
      status: 'CANCELING',
      steps: [
        'put compute: SUCCEEDED',
        'await compute: CANCELED',
        'verify compute: CANCELED',
        'delete compute: PENDING',
        'await deletion: PENDING',
      ],
    });
    await advance(operation);
    arm.end(operation.armId, 'Gone');
    await runToTheEnd(operation);
    expect(await story(operation)).toMatchObject({ status: 'CANCELED', gone: true });
    expect((await story(operation)).audit).toEqual([
      'accepted',
      'started',
      'submitted',
      'cancel_requested',
      'submitted',
      'canceled',
    ]);
    expect(arm.countOf('DELETE', operation.armId)).toBe(1);
  });

  it('between the look and the write of a worker: the write is never sent', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'get', meanwhile: async () => void (await cancel(operation)) });
    await advance(operation);
    expect(await story(operation)).toMatchObject({ status: 'CANCELED', gone: true });
    expect(arm.ledger).toEqual([]);
  });

  it.each(['at once', 'by the worker that holds it'])(
    'takes back what was asked for and never sent, %s',
    async (when) => {
      const operation = await givenOperation(database.pool);
      const before = { desired: { description: 'old' }, costTags: [] };
      await database.pool.query('UPDATE operation SET input = input || $2 WHERE id = $1', [
        operation.operationId,
        { before },
      ]);
      await database.pool.query('UPDATE resource SET desired = desired || $2 WHERE id = $1', [
        operation.resourceId,
        { description: 'new' },
      ]);
      if (when === 'at once') await cancel(operation);
      else {
        arm.faults.push({ on: 'get', meanwhile: async () => void (await cancel(operation)) });
        await advance(operation);
      }
      const { rows } = await database.pool.query(
        `SELECT desired->>'description' AS description FROM resource WHERE id = $1`,
        [operation.resourceId],
      );
      expect(rows).toEqual([{ description: 'old' }]);
      const { status, audit } = await story(operation);
      expect(status).toBe('CANCELED');
      expect(audit).toContain('taken_back');
    },
  );

  it('while the write is under way: what was accepted meanwhile is undone', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'put', meanwhile: async () => void (await cancel(operation)) });
    await advance(operation);
    expect((await story(operation)).status).toBe('CANCELING');
    await advance(operation);
    arm.end(operation.armId, 'Gone');
    await runToTheEnd(operation);
    expect(await story(operation)).toMatchObject({ status: 'CANCELED', gone: true });
    expect(arm.countOf('DELETE', operation.armId)).toBe(1);
  });

  it('under a worker that died while sending: waits for its lease, then undoes what may have been accepted', async () => {
    const operation = await givenOperation(database.pool);
    let dead!: () => void;
    const died = new Promise<void>((resolve) => (dead = resolve));
    arm.faults.push({ on: 'put', meanwhile: () => (dead(), new Promise(() => undefined)) });
    void advance(operation);
    await died;
    await cancel(operation);
    expect(await advance(operation)).toBe('nothing to do');
    await loseLease(database.pool, operation.operationId);
    await advance(operation);
    await runToTheEnd(operation);
    arm.end(operation.armId, 'Gone');
    await runToTheEnd(operation);
    expect(await story(operation)).toMatchObject({ status: 'CANCELED', gone: true });
    expect(arm.countOf('DELETE', operation.armId)).toBe(1);
  });

  it('after the end: refused, and says so', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'put', error: armError('refused') });
    await advance(operation);
    expect(await cancel(operation)).toMatchObject({
      ok: false,
      error: [{ code: 'INVALID_STATE' }],
    });
  });

  it('of what was sent and cannot be undone: refused, and the operation goes on', async () => {
    const operation = await givenOperation(database.pool, { kind: 'COMPUTE_CLUSTER_DELETE' });
    arm.resources.set(operation.armId.toLowerCase(), { id: operation.armId, properties: {} });
    await advance(operation);
    const refused = await cancel(operation);
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'INVALID_STATE' }] });
    expect(JSON.stringify(refused)).toContain('cannot be undone');
    expect((await story(operation)).status).toBe('RUNNING');
  });

  it('twice changes nothing the second time', async () => {
    const operation = await givenOperation(database.pool);
    await advance(operation);
    await cancel(operation);
    const once = await story(operation);
    expect(await cancel(operation)).toMatchObject({ ok: true });
    expect((await story(operation)).audit).toEqual(once.audit);
  });

  it('is for operators of the team: others see nothing, viewers are refused', async () => {
    const operation = await givenOperation(database.pool);
    const refused = (code: string) => ({ ok: false, error: [{ code }] });
    const stranger = contextForTests('ADMIN', '018f0000-0000-7000-8000-000000000000');
    const viewer = contextForTests('VIEWER', operation.teamId);
    expect(await cancel(operation, stranger)).toMatchObject(refused('NOT_FOUND'));
    expect(await cancel(operation, viewer)).toMatchObject(refused('FORBIDDEN'));
    expect(await cancel({ ...operation, operationId: 'nonsense' })).toMatchObject(
      refused('NOT_FOUND'),
    );
    expect((await story(operation)).audit).toEqual(['accepted', 'denied']);
  });
});
