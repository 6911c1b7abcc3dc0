import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { installArcExtension } from '#libs/kinds/arc-extensions';
import { provisionKubernetesCompute } from '#libs/kinds/kubernetes-computes';
import { retryOperation } from '#libs/catalogue';
import { armIdKey } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { type ArmBody } from '#libs/operations';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { contextForTests, engineForTests, storyOf } from '../../support/engine.js';
import { armError } from '../../support/fake-arm.js';
import { submitForTests } from '../../support/kubernetes.js';
import { kubernetesScene, training, type KubernetesScene } from '../../support/kubernetes-scene.js';
import { askOf } from '../../support/ask.js';

let database: TestDatabase;
let scene: KubernetesScene;

beforeAll(async () => {
  database = await createTestDatabase();
  // Only the time of day: a name that was found free is looked at again later.
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await database.drop();
});
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
});

const advance = (operationId: string) =>
  engineForTests(database.pool, scene.arm, { kinds }).advance(operationId);
const retry = (operationId: string) =>
  askOf(
    retryOperation,
    submitForTests(database.pool),
    contextForTests('OPERATOR', scene.given.teamId),
    operationId,
  );
const standing = () => scene.arm.resources.get(armIdKey(scene.extensionArmId));

/** The extension as somebody else installed it, with the very settings that a request here asks for. */
async function somebodyElses(): Promise<ArmBody> {
  const other = await kubernetesScene(database.pool);
  await other.install();
  const body = other.arm.resources.get(armIdKey(other.extensionArmId));
  return { ...body, id: scene.extensionArmId };
}

describe("somebody else's extension", () => {
  it('with the same settings is not taken for ours, and stays', async () => {
    const { operationId } = await scene.accepted(installArcExtension, scene.installation);
    scene.arm.resources.set(armIdKey(scene.extensionArmId), await somebodyElses());
    const story = await scene.play(operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'ALREADY_EXISTS', gone: true });
    expect(scene.arm.ledger).toEqual([]);
    expect(standing()).toBeDefined();
  });

  it('that came while our PUT was refused for now is not written over', async () => {
    const { operationId } = await scene.accepted(installArcExtension, scene.installation);
    scene.arm.faults.push({ on: 'put', error: armError('throttled', 17) });
    await advance(operationId);
    scene.arm.resources.set(armIdKey(scene.extensionArmId), await somebodyElses());
    expect(await scene.play(operationId)).toMatchObject({ error: 'ALREADY_EXISTS' });
    expect(scene.arm.ledger).toEqual([]);
  });

  it('that came while our PUT was refused for now is not undone by a cancel', async () => {
    const { operationId } = await scene.accepted(installArcExtension, scene.installation);
    scene.arm.faults.push({ on: 'put', error: armError('throttled', 17) });
    await advance(operationId);
    scene.arm.resources.set(armIdKey(scene.extensionArmId), await somebodyElses());
    expect((await scene.cancel(operationId)).ok).toBe(true);
    expect((await scene.play(operationId)).status).toBe('CANCELED');
    expect(scene.arm.ledger).toEqual([]);
    expect(standing()).toBeDefined();
  });

  it('that came after our PUT was refused for good is left alone by a retry', async () => {
    const { operationId } = await scene.accepted(installArcExtension, scene.installation);
    scene.arm.faults.push({ on: 'put', error: armError('refused') });
    expect((await scene.play(operationId)).status).toBe('FAILED');
    scene.arm.resources.set(armIdKey(scene.extensionArmId), await somebodyElses());
    vi.setSystemTime(Date.now() + 31_000);
    expect((await retry(operationId)).ok).toBe(true);
    expect(await scene.play(operationId)).toMatchObject({ error: 'ALREADY_EXISTS' });
    expect(scene.arm.ledger).toEqual([]);
  });

  it('serves a provisioning, and a cancel of that leaves it', async () => {
    scene.arm.resources.set(armIdKey(scene.extensionArmId), await somebodyElses());
    const input = { ...scene.attachment, extension: training };
    const { operationId } = await scene.accepted(provisionKubernetesCompute, input);
    await advance(operationId);
    expect((await storyOf(database.pool, operationId)).steps).toContain('put extension: SKIPPED');
    expect((await scene.cancel(operationId)).ok).toBe(true);
    expect((await scene.play(operationId)).status).toBe('CANCELED');
    expect(standing()).toBeDefined();
  });
});

describe('our own extension', () => {
  it('is removed by a cancel once it was sent, whether or not its answer was heard', async () => {
    for (const error of [undefined, armError('transient')]) {
      scene = await kubernetesScene(database.pool);
      const { operationId } = await scene.accepted(installArcExtension, scene.installation);
      if (error) scene.arm.faults.push({ on: 'put', after: true, error });
      await advance(operationId);
      expect(standing()).toBeDefined();
      expect((await scene.cancel(operationId)).ok).toBe(true);
      expect(await scene.play(operationId)).toMatchObject({ status: 'CANCELED', gone: true });
      expect(standing()).toBeUndefined();
    }
  });

  it('that failed is sent again by a retry', async () => {
    const { operationId } = await scene.accepted(installArcExtension, scene.installation);
    await advance(operationId);
    scene.arm.end(scene.extensionArmId, 'Failed');
    expect((await scene.play(operationId)).status).toBe('FAILED');
    expect((await retry(operationId)).ok).toBe(true);
    expect((await scene.play(operationId)).status).toBe('SUCCEEDED');
    expect(scene.arm.countOf('PUT', scene.extensionArmId)).toBe(2);
  });
});
