import type { RequestContext } from '#libs/verbs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  contextForTests,
  engineForTests,
  givenOperation,
  storyOf,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { lookAtAll } from '../../../test/support/look.js';
import { askOf } from '../../../test/support/ask.js';
import { kinds } from '../../kinds/kinds.js';
import { observeUnresolved } from '../../discovery/unresolved/observe-unresolved.js';
import { abandonOperation } from './abandon-operation.verb.js';
import { ArmError } from '../arm.port.js';
import type { OperationStatus } from '../operation.js';

let database: TestDatabase;
let arm: FakeArm;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  arm = new FakeArm();
});

const platform: RequestContext = {
  ...contextForTests('ADMIN', 'none'),
  actor: { ...contextForTests('ADMIN', 'none').actor, grants: [{ teamId: null, role: 'ADMIN' }] },
};
const abandon = (id: string, context = platform) =>
  askOf(abandonOperation, { pool: database.pool, kinds }, context, id);

async function givenWaiting(): Promise<GivenOperation> {
  const given = await givenOperation(database.pool, { name: `cpu-${crypto.randomUUID()}` });
  await engineForTests(database.pool, arm).advance(given.operationId);
  return given;
}

/** One look at everything whose turn it is or would be. */
async function look(): Promise<number> {
  await database.pool.query('UPDATE resource_look SET look_at = now()');
  const deps = { pool: database.pool, arm, kinds };
  return observeUnresolved(deps, 1_000, new AbortController().signal);
}

async function rowOf(resourceId: string) {
  const { rows } = await database.pool.query<{
    state: string;
    gone: boolean;
    errors: { code: string }[];
  }>(
    `SELECT provisioning_state AS state, gone_at IS NOT NULL AS gone, provisioning_errors AS errors
      FROM resource WHERE id = $1`,
    [resourceId],
  );
  return rows[0];
}

/** Reads of one resource are refused until the answer is called. */
function refuseToRead(armId: string, error: ArmError): () => void {
  const read = arm.get.bind(arm);
  arm.get = (id) => (id === armId ? Promise.reject(error) : read(id));
  return () => (arm.get = read);
}

async function timesTold(resourceId: string): Promise<number> {
  const { rowCount } = await database.pool.query(
    `SELECT FROM outbox_event WHERE topic = 'resource.changed' AND resource_id = $1`,
    [resourceId],
  );
  return rowCount ?? 0;
}

/** Looks, and answers which of `seconds` may be the time from then until the next look. */
async function pausesBy(resourceId: string, seconds: readonly number[]): Promise<number[]> {
  const now = async () =>
    (await database.pool.query<{ at: string }>('SELECT now()::text AS at')).rows[0]?.at;
  const from = await now();
  await look().catch(() => undefined);
  const { rows } = await database.pool.query<{ pause: number }>(
    `SELECT pause FROM resource_look, unnest($2::int[]) AS pause WHERE resource_id = $1
      AND look_at - pause * interval '1 second' BETWEEN $3::timestamptz AND $4::timestamptz`,
    [resourceId, seconds, from, await now()],
  );
  return rows.map(({ pause }) => pause);
}

describe('giving an operation up', () => {
  it.each(['AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'CANCELING'] as OperationStatus[])(
    'ends one that is %s, with its audit row, its watch and its lease',
    async (status) => {
      const { operationId, resourceId } = await givenWaiting();
      await database.pool.query(
        'UPDATE operation SET status = $2::"OperationStatus" WHERE id = $1',
        [operationId, status],
      );
      expect(await abandon(operationId)).toMatchObject({ ok: true });
      const story = await storyOf(database.pool, operationId);
      expect(story).toMatchObject({
        status: 'FAILED',
        error: 'OUTCOME_UNKNOWN',
        dueAt: null,
        leaseUntil: null,
        steps: expect.arrayContaining(['await compute: FAILED']) as string[],
      });
      expect(story.audit.at(-1)).toBe('abandoned');
      expect(await rowOf(resourceId)).toMatchObject({
        state: 'UNKNOWN',
        gone: false,
        errors: [{ code: 'OUTCOME_UNKNOWN' }],
      });
      expect(await lookAtAll(database.pool, arm)).toEqual([]);
      const left = await database.pool.query('SELECT FROM watch WHERE operation_id = $1', [
        operationId,
      ]);
      expect(left.rowCount).toBe(0);
    },
  );

  it('tells what was last seen, and why nobody could read more', async () => {
    const { operationId, armId } = await givenWaiting();
    arm.losePollUrls(armId);
    const giveBack = refuseToRead(armId, armError('refused'));
    await lookAtAll(database.pool, arm);
    giveBack();
    await abandon(operationId);
    const { rows } = await database.pool.query<{ error: object }>(
      'SELECT error FROM operation WHERE id = $1',
      [operationId],
    );
    expect(rows[0]?.error).toMatchObject({
      message: expect.stringMatching(
        /gave it up at 'await compute'.* Last seen: Azure is at it; Azure does not say how it goes: refused/,
      ) as string,
      details: [{ code: 'refused' }],
    });
  });

  it.each([
    ['takes back what was never sent', false, 'old'],
    ['keeps asking for what may have been sent', true, 'new'],
  ])('%s', async (_what, sent, description) => {
    const { operationId, resourceId } = sent
      ? await givenWaiting()
      : await givenOperation(database.pool, { name: `cpu-${crypto.randomUUID()}` });
    const before = { desired: { description: 'old' }, costTags: [] };
    await database.pool.query('UPDATE operation SET input = input || $2 WHERE id = $1', [
      operationId,
      { before },
    ]);
    await database.pool.query('UPDATE resource SET desired = desired || $2 WHERE id = $1', [
      resourceId,
      { description: 'new' },
    ]);
    await abandon(operationId);
    const { rows } = await database.pool.query<{ description: string }>(
      `SELECT desired->>'description' AS description FROM resource WHERE id = $1`,
      [resourceId],
    );
    expect(rows).toEqual([{ description }]);
    const { audit } = await storyOf(database.pool, operationId);
    expect(audit.includes('taken_back')).toBe(!sent);
  });

  const creation = { kind: 'COMPUTE_CLUSTER_CREATE', observed: null };
  const standing = { ...creation, observed: {} };
  it.each([
    [
      'a creation that was sent nowhere',
      creation,
      false,
      'Nothing was sent to Azure: ask for it anew.',
    ],
    [
      'a creation',
      creation,
      true,
      'If it stands then, retry the operation; if it is gone, ask for it anew.',
    ],
    ['a creation of what stands', standing, true, 'if it is gone, create it anew.'],
    [
      'a change',
      { ...standing, kind: 'COMPUTE_CLUSTER_UPDATE' },
      true,
      'if it is gone, create it anew.',
    ],
    [
      'a deletion',
      { ...standing, kind: 'COMPUTE_CLUSTER_DELETE' },
      true,
      'If it still stands then, retry the operation, or delete it anew.',
    ],
  ])(
    'offers after %s what can be done, and no retry of what may be gone',
    async (_, of, sent, ends) => {
      const { operationId, resourceId } = sent
        ? await givenWaiting()
        : await givenOperation(database.pool, { name: `cpu-${crypto.randomUUID()}` });
      await database.pool.query('UPDATE operation SET kind = $2::text WHERE id = $1', [
        operationId,
        of.kind,
      ]);
      const observed = of.observed && JSON.stringify(of.observed);
      await database.pool.query('UPDATE resource SET observed = $2::jsonb WHERE id = $1', [
        resourceId,
        observed,
      ]);
      await abandon(operationId);
      const { rows } = await database.pool.query<{ remedy: string }>(
        `SELECT error->>'remedy' AS remedy FROM operation WHERE id = $1`,
        [operationId],
      );
      expect(rows[0]?.remedy.endsWith(ends), rows[0]?.remedy).toBe(true);
    },
  );

  it.each(['SUCCEEDED', 'FAILED', 'CANCELED'])('refuses one that is %s', async (status) => {
    const { operationId } = await givenWaiting();
    await database.pool.query('UPDATE operation SET status = $2::"OperationStatus" WHERE id = $1', [
      operationId,
      status,
    ]);
    const refused = [{ code: 'INVALID_STATE', message: `It has ended: ${status}.` }];
    expect(await abandon(operationId)).toMatchObject({ ok: false, error: refused });
  });

  it('is refused to all but the administrators of the platform', async () => {
    const { operationId, teamId } = await givenWaiting();
    for (const [role, code] of [
      ['ADMIN', 'FORBIDDEN'],
      ['OPERATOR', 'FORBIDDEN'],
      ['VIEWER', 'FORBIDDEN'],
    ] as const)
      expect(await abandon(operationId, contextForTests(role, teamId))).toMatchObject({
        error: [{ code }],
      });
    const stranger = contextForTests('ADMIN', crypto.randomUUID());
    expect(await abandon(operationId, stranger)).toMatchObject({ error: [{ code: 'NOT_FOUND' }] });
    expect(await abandon('no-id')).toMatchObject({ error: [{ code: 'NOT_FOUND' }] });
    expect(await storyOf(database.pool, operationId)).toMatchObject({ status: 'RUNNING' });
  });

  it.each(['get', 'put'] as const)(
    'while a worker is at a %s: it writes no more, and sends no more',
    async (on) => {
      const given = await givenOperation(database.pool, { name: `cpu-${crypto.randomUUID()}` });
      arm.faults.push({ on, meanwhile: async () => void (await abandon(given.operationId)) });
      const engine = engineForTests(database.pool, arm);
      expect(await engine.advance(given.operationId)).toBe('lease lost');
      expect(arm.countOf('PUT', given.armId)).toBe(on === 'put' ? 1 : 0);
      const story = await storyOf(database.pool, given.operationId);
      expect(story).toMatchObject({ status: 'FAILED', error: 'OUTCOME_UNKNOWN' });
      expect(await engine.advance(given.operationId)).toBe('nothing to do');
    },
  );
});

describe('what came of it', () => {
  it('is what stands in Azure, once that lasts', async () => {
    const { operationId, resourceId, armId } = await givenWaiting();
    await abandon(operationId);
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ state: 'CREATING', errors: [] });
    arm.end(armId, 'Succeeded');
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ state: 'SUCCEEDED', gone: false });
    const { rows } = await database.pool.query('SELECT FROM resource_look WHERE resource_id = $1', [
      resourceId,
    ]);
    expect(rows).toEqual([]);
    expect(await look()).toBe(0);
  });

  it('is that it is gone, with all that lived in it, where Azure knows it no more', async () => {
    const { operationId, resourceId, armId, workspaceId } = await givenWaiting();
    await abandon(operationId);
    arm.end(armId, 'Gone');
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ gone: true });
    expect(await rowOf(workspaceId)).toMatchObject({ gone: false });
  });

  it('is not believed while what was sent may still be on its way', async () => {
    const { operationId, resourceId } = await givenWaiting();
    await database.pool.query(
      `UPDATE operation_step SET memory = memory || $2::jsonb WHERE operation_id = $1 AND position = 0`,
      [operationId, { submitting: true, submittedAt: new Date().toISOString() }],
    );
    await abandon(operationId);
    arm.resources.clear();
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ state: 'UNKNOWN', gone: false });
    await database.pool.query(
      `UPDATE operation_step SET memory = memory || $2::jsonb WHERE operation_id = $1 AND position = 0`,
      [operationId, { submittedAt: new Date(Date.now() - 61_000).toISOString() }],
    );
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ gone: true });
  });

  it('stays open while Azure does not answer, and leaves what can still be retried', async () => {
    const { operationId, resourceId } = await givenWaiting();
    const error = { code: 'STEP_TIMEOUT', message: 'm', retry: 'LATER' };
    await database.pool.query(
      `UPDATE operation SET status = 'FAILED', error = $2, due_at = NULL WHERE id = $1`,
      [operationId, error],
    );
    arm.resources.clear();
    arm.faults.push({ on: 'get', error: armError('refused') });
    await expect(look()).rejects.toMatchObject({ kind: 'refused' });
    expect(await rowOf(resourceId)).toMatchObject({ state: 'CREATING' });
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ state: 'FAILED', gone: false });
  });

  it('is asked for ever less often where Azure refuses to say it, and the row says why until it can be read', async () => {
    const { operationId, resourceId, armId } = await givenWaiting();
    await abandon(operationId);
    const said = { code: 'AuthorizationFailed', message: 'no read', retry: 'NEVER' } as const;
    const told = await timesTold(resourceId);
    const giveBack = refuseToRead(armId, new ArmError('refused', said, 403, undefined, false));
    const doubling = [3, 6, 12, 24, 48, 96, 192, 384, 768, 900];
    for (const pause of [...doubling, 900, 900])
      expect(await pausesBy(resourceId, doubling)).toContain(pause);
    expect(await look()).toBe(0);
    const unread = {
      code: 'LOOK_REFUSED',
      retry: 'LATER',
      message: 'Azure refuses to say how it stands: AuthorizationFailed: no read',
      remedy: expect.stringMatching(/^Let Armature read it in Azure\./) as string,
    };
    const errors = [expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }), unread];
    expect(await rowOf(resourceId)).toMatchObject({ state: 'UNKNOWN', errors });
    expect(await timesTold(resourceId)).toBe(told + 1);
    giveBack();
    expect(await pausesBy(resourceId, [60, 900])).toContain(60);
    expect(await rowOf(resourceId)).toMatchObject({ state: 'CREATING', errors: [] });
    arm.end(armId, 'Succeeded');
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ state: 'SUCCEEDED', errors: [] });
  });

  it('does not keep that it could not be read, where it is gone', async () => {
    const { operationId, resourceId, armId } = await givenWaiting();
    const error = { code: 'STEP_TIMEOUT', message: 'm', retry: 'LATER' };
    await database.pool.query(
      `UPDATE operation SET status = 'FAILED', error = $2, due_at = NULL WHERE id = $1`,
      [operationId, error],
    );
    arm.resources.clear();
    const giveBack = refuseToRead(armId, armError('refused'));
    await look().catch(() => undefined);
    expect((await rowOf(resourceId))?.errors).toMatchObject([{ code: 'LOOK_REFUSED' }]);
    giveBack();
    await look();
    expect(await rowOf(resourceId)).toMatchObject({ state: 'FAILED', errors: [] });
  });

  it('is nobody else’s to write while an operation is at work', async () => {
    const { resourceId } = await givenWaiting();
    arm.resources.clear();
    expect(await look()).toBe(0);
    expect(await rowOf(resourceId)).toMatchObject({ state: 'CREATING', gone: false });
  });
});
