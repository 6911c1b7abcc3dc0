import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attachKubernetesCompute } from '#libs/kinds/kubernetes-computes';
import { setCostTags } from '#libs/catalogue';
import { armIdKey, computeArmId } from '#libs/kernel';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  kubernetesScene,
  refusalsOf,
  type KubernetesScene,
} from '../../support/kubernetes-scene.js';

let database: TestDatabase;
let scene: KubernetesScene;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
});

const costTags = [
  { key: 'costCenter', value: '42' },
  { key: 'owner', value: 'vision' },
];
const bodyOf = (armId: string) => scene.arm.resources.get(armIdKey(armId));
const attach = async () => {
  await scene.install();
  return scene.perform(attachKubernetesCompute, scene.attachment);
};
const rowOf = async (armId: string): Promise<string> => {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM resource WHERE arm_id_key = $1 AND gone_at IS NULL',
    [armIdKey(armId)],
  );
  return rows[0]?.id ?? '';
};

/** Steps that keep an answer of ARM. */
const whatIsKept = async (operationId: string): Promise<string[]> => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM operation_step WHERE operation_id = $1 AND memory ? 'stood'`,
    [operationId],
  );
  return rows.map(({ name }) => name);
};

describe('cost tags of an attachment', () => {
  it('are changed by attaching it anew, which is said, and reach Azure with everything else as it was', async () => {
    const { resourceId } = await attach();
    const armId = computeArmId(scene.given.workspaceArmId, 'arc-one');
    const before = bodyOf(armId);
    const { operationId, warnings } = await scene.accepted(setCostTags, { resourceId, costTags });
    expect(warnings.map(({ code }) => code)).toEqual(['REATTACHED']);
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED', gone: false });
    expect(bodyOf(armId)).toMatchObject({ tags: { costCenter: '42', owner: 'vision' } });
    expect({ ...bodyOf(armId), tags: null }).toEqual({ ...before, tags: null });
    expect(scene.arm.countOf('DELETE', armId)).toBe(1);
    expect(await whatIsKept(operationId)).toEqual([]);
  });

  it('that stand already interrupt nothing', async () => {
    const { resourceId } = await attach();
    const { operationId } = await scene.accepted(setCostTags, { resourceId, costTags });
    await scene.play(operationId);
    expect(refusalsOf(await scene.ask(setCostTags, { resourceId, costTags }))).toEqual([
      ['INVALID_STATE', 'costTags'],
    ]);
  });
});

describe('cost tags', () => {
  it('of an extension and of a cluster are refused with the reason', async () => {
    const { resourceId } = await scene.install();
    const ofExtension = await scene.ask(setCostTags, { resourceId, costTags });
    expect(refusalsOf(ofExtension)).toEqual([['INVALID_INPUT', 'resourceId']]);
    expect(JSON.stringify(ofExtension)).toContain('no tags on extensions');
    const cluster = await rowOf(scene.given.clusterArmId);
    const ofCluster = await scene.ask(setCostTags, { resourceId: cluster, costTags });
    expect(refusalsOf(ofCluster)).toEqual([['INVALID_INPUT', 'resourceId']]);
    expect(JSON.stringify(ofCluster)).toContain('tag it in Azure');
    const viewer = await scene.ask(setCostTags, { resourceId: cluster, costTags }, 'VIEWER');
    expect(refusalsOf(viewer)).toEqual([['FORBIDDEN', 'resourceId']]);
  });
});
