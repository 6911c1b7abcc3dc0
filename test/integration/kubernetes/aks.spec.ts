import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attachKubernetesCompute,
  provisionKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import { installArcExtension, uninstallArcExtension } from '#libs/kinds/arc-extensions';
import { armIdKey } from '#libs/kernel';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { armError } from '../../support/fake-arm.js';
import {
  kubernetesScene,
  refusalsOf,
  training,
  type KubernetesScene,
} from '../../support/kubernetes-scene.js';

let database: TestDatabase;
let scene: KubernetesScene;
let clusterArmId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
  clusterArmId = scene.given.clusterArmId.replace(
    /Microsoft.Kubernetes\/connectedClusters.*/,
    'Microsoft.ContainerService/managedClusters/aks',
  );
  scene.arm.manage(clusterArmId);
  await observe();
});

const observe = () =>
  new ConnectedClusterSweep({ pool: database.pool, arm: scene.arm }).run(
    new AbortController().signal,
  );
const extensionArmId = () =>
  `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
const attachment = () => ({ ...scene.attachment, clusterArmId });
const bodyOf = (armId: string) => scene.arm.resources.get(armIdKey(armId));
const stop = async () => {
  scene.arm.manage(clusterArmId, 'Stopped');
  await observe();
};
const rowsOf = async (armId: string) =>
  (
    await database.pool.query<Record<string, unknown>>(
      `SELECT kind, name, observed->>'connectivityStatus' AS status, (observed->>'totalNodeCount')::int AS nodes,
         gone_at IS NOT NULL AS gone FROM resource WHERE arm_id_key = $1`,
      [armIdKey(armId)],
    )
  ).rows;

describe('an AKS cluster', () => {
  it('is listed with its nodes, in the team of its group', async () => {
    expect(await rowsOf(clusterArmId)).toEqual([
      { kind: 'CONNECTED_CLUSTER', name: 'aks', status: 'CONNECTED', nodes: 3, gone: false },
    ]);
    await stop();
    expect(await rowsOf(clusterArmId)).toMatchObject([{ status: 'OFFLINE' }]);
  });

  it('gets the extension below its own provider, is attached by its id, and is bare again', async () => {
    const story = await scene.perform(provisionKubernetesCompute, {
      ...attachment(),
      extension: training,
    });
    expect(story).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED' });
    expect(bodyOf(extensionArmId())).toBeDefined();
    expect(bodyOf(`${scene.given.workspaceArmId}/computes/arc-one`)).toMatchObject({
      properties: { resourceId: clusterArmId },
    });
    await observe();
    const { rows } = await database.pool.query<{ id: string }>(
      'SELECT id FROM resource WHERE arm_id_key = $1 AND gone_at IS NULL',
      [armIdKey(extensionArmId())],
    );
    const gone = await scene.perform(uninstallArcExtension, {
      extensionId: rows[0]?.id,
      force: true,
    });
    expect(gone).toMatchObject({ status: 'SUCCEEDED', gone: true });
  });

  it('is attached by its id here as by its ARM id, and by one of the two', async () => {
    const { rows } = await database.pool.query<{ id: string }>(
      'SELECT id FROM resource WHERE arm_id_key = $1',
      [armIdKey(clusterArmId)],
    );
    const clusterId = rows[0]?.id;
    const byId = { ...scene.attachment, clusterArmId: null, clusterId };
    expect(refusalsOf(await scene.ask(attachKubernetesCompute, byId))).toEqual([
      ['EXTENSION_NOT_READY', 'clusterId'],
    ]);
    const installed = await scene.perform(installArcExtension, { clusterId, ...training });
    expect(installed.status).toBe('SUCCEEDED');
    expect((await scene.perform(attachKubernetesCompute, byId)).status).toBe('SUCCEEDED');
    const input = { ...scene.attachment, name: 'two', extension: training };
    for (const named of [
      { clusterArmId, clusterId },
      { clusterArmId: null, clusterId: null },
    ]) {
      const answer = await scene.ask(provisionKubernetesCompute, { ...input, ...named });
      expect(refusalsOf(answer)).toEqual([['INVALID_INPUT', 'clusterArmId']]);
    }
    for (const stranger of ['', 'no id', '01900000-0000-7000-8000-000000000000']) {
      const named = { ...input, clusterArmId: null, clusterId: stranger };
      expect(refusalsOf(await scene.ask(provisionKubernetesCompute, named))).toEqual([
        ['NOT_FOUND', 'clusterId'],
      ]);
    }
  });

  it('that has the extension already is attached as a second cluster of the workspace', async () => {
    await scene.install();
    await scene.perform(attachKubernetesCompute, scene.attachment);
    await scene.perform(installArcExtension, { clusterArmId, ...training });
    const story = await scene.perform(attachKubernetesCompute, {
      ...attachment(),
      name: 'aks-one',
    });
    expect(story).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED' });
  });

  it('that is stopped is refused, and when it stops later ends what is under way', async () => {
    const input = { ...attachment(), extension: training };
    const { operationId } = await scene.accepted(provisionKubernetesCompute, input);
    await stop();
    const story = await scene.play(operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'CLUSTER_NOT_CONNECTED' });
    expect(story.messages.join(' ')).toContain('The cluster is stopped.');
    const answer = await scene.ask(installArcExtension, { clusterArmId, ...training });
    expect(refusalsOf(answer)).toEqual([['CLUSTER_NOT_CONNECTED', 'clusterArmId']]);
    expect(JSON.stringify(answer)).toContain('Start it in Azure.');
  });
});

describe('the sweep', () => {
  const makeOld = () =>
    database.pool.query(
      `UPDATE resource SET observed_at = now() - interval '1 hour' WHERE kind = 'CONNECTED_CLUSTER'`,
    );

  it('lets go of AKS clusters that are gone, and of no others', async () => {
    scene.arm.resources.delete(armIdKey(clusterArmId));
    await makeOld();
    await observe();
    expect(await rowsOf(clusterArmId)).toMatchObject([{ gone: true }]);
    expect(await rowsOf(scene.given.clusterArmId)).toMatchObject([{ gone: false }]);
  });

  it('that may not read AKS clusters keeps them, and goes on with the rest', async () => {
    scene.arm.resources.delete(armIdKey(scene.given.clusterArmId));
    await makeOld();
    const list = scene.arm.list.bind(scene.arm);
    scene.arm.list = async (collection) => {
      if (collection.endsWith('/managedClusters')) throw armError('refused');
      return list(collection);
    };
    const sweep = new ConnectedClusterSweep({ pool: database.pool, arm: scene.arm });
    const round = () => sweep.run(new AbortController().signal);
    await expect(round()).rejects.toThrow();
    expect(await rowsOf(clusterArmId)).toMatchObject([{ gone: false }]);
    expect(await rowsOf(scene.given.clusterArmId)).toMatchObject([{ gone: true }]);
    // Said once, and again only after it could be read meanwhile.
    await expect(round()).resolves.toBeUndefined();
    const refusing = scene.arm.list;
    scene.arm.list = list;
    await round();
    scene.arm.list = refusing;
    await expect(round()).rejects.toThrow();
  });
});
