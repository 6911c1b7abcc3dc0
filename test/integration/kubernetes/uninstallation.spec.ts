import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { armIdKey } from '#libs/kernel';
import { attachKubernetesCompute, uninstallArcExtension } from '#libs/operations';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { kubernetesScene, type KubernetesScene } from '../../support/kubernetes-scene.js';

let database: TestDatabase;
let scene: KubernetesScene;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
});

describe('an uninstallation', () => {
  const remove = async (force: boolean) => {
    const { resourceId } = await scene.install();
    return scene.accepted(uninstallArcExtension, { extensionId: resourceId, force });
  };
  /** As a request leaves it that was decided on before the uninstallation was accepted. */
  const attachMeanwhile = async () => {
    await database.pool.query(`UPDATE operation SET status = 'SUCCEEDED'
      WHERE kind = 'ARC_EXTENSION_UNINSTALL' AND status = 'QUEUED'`);
    await scene.accepted(attachKubernetesCompute, scene.attachment);
    await database.pool.query(`UPDATE operation SET status = 'QUEUED'
      WHERE kind = 'ARC_EXTENSION_UNINSTALL' AND completed_at IS NULL`);
  };

  it('fails where a compute came to be attached since it was accepted, and touches nothing', async () => {
    const { operationId, resourceId } = await remove(false);
    await attachMeanwhile();
    const story = await scene.play(operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'COMPUTES_ATTACHED', gone: false });
    expect(story.messages.join(' ')).toContain("'arc-one'");
    expect(scene.arm.countOf('DELETE', scene.extensionArmId)).toBe(0);
    const { rows } = await database.pool.query<{ state: string }>(
      'SELECT provisioning_state AS state FROM resource WHERE id = $1',
      [resourceId],
    );
    expect(rows).toEqual([{ state: 'SUCCEEDED' }]);
  });

  it('that is forced goes on', async () => {
    const { operationId } = await remove(true);
    await attachMeanwhile();
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED', gone: true });
    expect(scene.arm.resources.has(armIdKey(scene.extensionArmId))).toBe(false);
  });
});
