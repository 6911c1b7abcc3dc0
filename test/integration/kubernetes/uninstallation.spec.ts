import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attachKubernetesCompute,
  provisionKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import { installArcExtension, uninstallArcExtension } from '#libs/kinds/arc-extensions';
import { retryOperation } from '#libs/catalogue';
import { armIdKey } from '#libs/kernel';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { kinds } from '#libs/kinds';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { contextForTests, engineForTests, letTimePass, storyOf } from '../../support/engine.js';
import { kubernetesScene, training, type KubernetesScene } from '../../support/kubernetes-scene.js';
import { askOf } from '../../support/ask.js';

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

  it('ends at the next heartbeat where its cluster goes offline, and a retry finishes it', async () => {
    const { operationId } = await remove(false);
    const advance = () => engineForTests(database.pool, scene.arm, { kinds }).advance(operationId);
    for (const _step of ['delete', 'await']) await advance();
    const connect = (connectivityStatus: string) =>
      scene.arm.connect(scene.given.clusterArmId, { connectivityStatus });
    connect('Offline');
    expect(await storyOf(database.pool, operationId)).toMatchObject({ status: 'RUNNING' });
    await letTimePass(database.pool, operationId);
    await advance();
    const failed = await storyOf(database.pool, operationId);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'CLUSTER_NOT_CONNECTED', gone: false });
    connect('Connected');
    const context = contextForTests('OPERATOR', scene.given.teamId);
    await askOf(retryOperation, { pool: database.pool, kinds }, context, operationId);
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED', gone: true });
    expect(scene.arm.countOf('DELETE', scene.extensionArmId)).toBe(1);
  });

  it('that is forced on a cluster that is offline waits for Azure alone', async () => {
    const { resourceId: extensionId } = await scene.install();
    scene.arm.connect(scene.given.clusterArmId, { connectivityStatus: 'Offline' });
    const sweep = new ConnectedClusterSweep({ pool: database.pool, arm: scene.arm });
    await sweep.run(new AbortController().signal);
    const story = await scene.perform(uninstallArcExtension, { extensionId, force: true });
    expect(story).toMatchObject({ status: 'SUCCEEDED', gone: true });
  });

  it('that is forced goes on', async () => {
    const { operationId } = await remove(true);
    await attachMeanwhile();
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED', gone: true });
    expect(scene.arm.resources.has(armIdKey(scene.extensionArmId))).toBe(false);
  });
});

describe('undoing an installation', () => {
  it('leaves an extension that a compute has come to rely on, and says so', async () => {
    const { operationId } = await scene.accepted(installArcExtension, scene.installation);
    await engineForTests(database.pool, scene.arm, { kinds }).advance(operationId);
    expect(scene.arm.countOf('PUT', scene.extensionArmId)).toBe(1);
    const provisioning = { ...scene.attachment, extension: training };
    await scene.accepted(provisionKubernetesCompute, provisioning);
    expect((await scene.cancel(operationId)).ok).toBe(true);
    const story = await scene.play(operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'COMPUTES_ATTACHED', gone: false });
    expect(scene.arm.countOf('DELETE', scene.extensionArmId)).toBe(0);
  });
});
