import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { computeArmId } from '#libs/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { contextForTests, givenWorkspace } from '../../../../test/support/engine.js';
import { armError, FakeArm } from '../../../../test/support/fake-arm.js';
import { insertInstance } from '../../../../test/support/instance-row.js';
import { ask } from '../../../../test/support/ask.js';
import { ArmError } from '../../../operations/arm.port.js';
import type { SubmitDeps } from '../../../operations/submit/submission.js';
import { kinds } from '../../kinds.js';
import { resizeComputeInstance } from './resize-compute-instance.verb.js';
import { updateComputeInstance } from '../changes/update-compute-instance.verb.js';

let database: TestDatabase;
let arm: FakeArm;
let deps: SubmitDeps;
let given: Awaited<ReturnType<typeof givenWorkspace>>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  given = await givenWorkspace(database.pool);
  arm = new FakeArm();
  arm.resizeSizes = ['STANDARD_DS3_V2', 'Standard_DS11_v2', 'Standard_NC6'];
  deps = { pool: database.pool, kinds, requiredCostTags: [], arm };
});

/** An instance as Azure answered it at `apiVersion`. */
function instance(properties: object = {}, apiVersion = '2025-12-01'): Promise<string> {
  const name = `c${randomUUID().slice(0, 8)}`;
  const where = { ...given, name, armId: computeArmId(given.armId, name) };
  const settings = { state: 'Running', vmSize: 'Standard_DS11_v2', ...properties };
  return insertInstance(database.pool, where, { apiVersion, properties: { properties: settings } });
}
const context = (teamId = given.teamId) => contextForTests('OPERATOR', teamId);
const resize = async (vmSize: string, more: object = {}) =>
  ask(resizeComputeInstance, deps, context(), { computeId: await instance(), vmSize, ...more });

const notServed = () =>
  new ArmError(
    'refused',
    {
      code: 'API_VERSION_NOT_SERVED',
      retry: 'NEVER',
      message: 'none of its api-versions 2025-10-01-preview, 2024-10-01-preview is there.',
    },
    ...([undefined, undefined, false] as const),
  );
const refused = (code: string, field: string, ...says: string[]) => ({
  ok: false,
  error: [
    {
      code,
      field: ['input', field],
      message: expect.stringMatching(new RegExp(says.join('.*'))) as string,
    },
  ],
});
async function operations(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'SELECT count(*)::int FROM operation',
  );
  return rows[0]!.count;
}

describe('another size of an instance', () => {
  it('is accepted where Azure says that it can be, in whatever letters', async () => {
    expect(await resize('Standard_DS3_v2')).toMatchObject({ ok: true });
    expect(arm.calls).toEqual(['post']);
  });

  it('is refused where Azure says that it cannot be, with those that can, nearest first', async () => {
    const before = await operations();
    expect(await resize('Standard_NC12')).toMatchObject(
      refused('SIZE_NOT_SUPPORTED', 'vmSize', 'Standard_NC6', 'STANDARD_DS3_V2'),
    );
    arm.resizeSizes = [];
    expect(await resize('Standard_NC12')).toMatchObject(
      refused('SIZE_NOT_SUPPORTED', 'vmSize', 'There is none now'),
    );
    expect(await operations()).toBe(before);
  });

  it('is refused where no version has the call for it, with what there is to do', async () => {
    const before = await operations();
    arm.faults.push({ on: 'post', error: notServed() });
    expect(await resize('Standard_DS3_v2')).toMatchObject(
      refused(
        ...(['API_VERSION_NOT_SERVED', 'vmSize'] as const),
        '2025-10-01-preview, 2024-10-01-preview',
        'ARMATURE_AZURE_API_VERSIONS="computes/resize=',
      ),
    );
    expect(await operations()).toBe(before);
  });

  it('is tried where an administrator named a version for it that the sizes are not asked with', async () => {
    deps.apiVersions = { 'computes/resize': ['2026-09-01'] };
    arm.faults.push({ on: 'post', error: notServed() });
    expect(await resize('Standard_DS3_v2')).toMatchObject({ ok: true });
  });

  it.each(['throttled', 'transient', 'refused', 'notFound'] as const)(
    'is tried where Azure does not say which there are: %s',
    async (kind) => {
      arm.faults.push({ on: 'post', error: armError(kind) });
      expect(await resize('Standard_NC12')).toMatchObject({ ok: true });
      arm.resizeSizes = undefined;
      expect(await resize('Standard_NC12')).toMatchObject({ ok: true });
    },
  );
});

describe('Azure is not asked', () => {
  it('for what needs no answer of its own, or is refused without one', async () => {
    expect(await resize('standard_ds11_V2')).toMatchObject({ ok: true, value: { noop: true } });
    expect(await resize('no size')).toMatchObject(refused('SIZE_NOT_SUPPORTED', 'vmSize'));
    const stopping = await instance({ state: 'Stopping' });
    const input = { vmSize: 'Standard_DS3_v2' };
    expect(
      await ask(resizeComputeInstance, deps, context(), { computeId: stopping, ...input }),
    ).toMatchObject(refused('INVALID_STATE', 'computeId'));
    const old = { computeId: await instance(), ifMatch: '"other"', ...input };
    expect(await ask(resizeComputeInstance, deps, context(), old)).toMatchObject(
      refused('ETAG_MISMATCH', 'ifMatch'),
    );
    expect(arm.calls).toEqual([]);
  });

  it('for those who may not have it resized, and for what was answered before', async () => {
    const computeId = await instance();
    const input = { computeId, vmSize: 'Standard_NC12' };
    const others = contextForTests('OPERATOR', randomUUID());
    expect(await ask(resizeComputeInstance, deps, others, input)).toMatchObject(
      refused('NOT_FOUND', 'computeId'),
    );
    const viewer = contextForTests('VIEWER', given.teamId);
    expect(await ask(resizeComputeInstance, deps, viewer, input)).toMatchObject(
      refused('FORBIDDEN', 'computeId'),
    );
    expect(arm.calls).toEqual([]);
    const keyed = { ...input, vmSize: 'Standard_DS3_v2', idempotencyKey: randomUUID() };
    const actor = context();
    const first = await ask(resizeComputeInstance, deps, actor, keyed);
    expect(await ask(resizeComputeInstance, deps, actor, keyed)).toEqual(first);
    expect(arm.calls).toEqual(['post']);
  });
});

describe('the end of an idle shutdown', () => {
  it.each([
    ['is refused where the version that is served does not tell of any', '2024-10-01', {}, false],
    ['is accepted where it tells of one', '2025-12-01', { idleTimeBeforeShutdown: 'PT1H' }, true],
    ['is accepted where it tells that there is none', '2025-12-01', {}, true],
  ])('%s', async (_, apiVersion, properties, isTaken) => {
    const computeId = await instance(properties, apiVersion);
    const input = { computeId, removeIdleShutdown: true };
    expect(await ask(updateComputeInstance, deps, context(), input)).toMatchObject(
      isTaken
        ? { ok: true }
        : refused('API_VERSION_NOT_SERVED', 'removeIdleShutdown', 'computes/get and computes/put'),
    );
  });
});
