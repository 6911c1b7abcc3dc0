import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installArcExtension } from '#libs/kinds/arc-extensions';
import { armIdKey } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { engineForTests, letTimePass, storyOf } from '../../support/engine.js';
import { kubernetesScene, type KubernetesScene } from '../../support/kubernetes-scene.js';
import { lookAtAll } from '../../support/look.js';

let database: TestDatabase;
let scene: KubernetesScene;
let operationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
  ({ operationId } = await scene.accepted(installArcExtension, scene.installation));
  for (const _step of ['put', 'await']) await advance();
});

const advance = () => engineForTests(database.pool, scene.arm, { kinds }).advance(operationId);
const story = () => storyOf(database.pool, operationId);
const look = () => lookAtAll(database.pool, scene.arm);
const watches = async () =>
  (
    await database.pool.query<{ until: string; armId: string; looks: number; createdAt: Date }>(
      `SELECT until, arm_id AS "armId", looks, created_at AS "createdAt" FROM watch WHERE operation_id = $1`,
      [operationId],
    )
  ).rows;
const fail = (message: string) => {
  const body = scene.arm.resources.get(armIdKey(scene.extensionArmId));
  const properties = { ...(body?.['properties'] as object), provisioningState: 'Failed' };
  const errorInfo = { code: 'x', message };
  scene.arm.resources.set(armIdKey(scene.extensionArmId), {
    ...body,
    properties: { ...properties, errorInfo },
  });
};

describe('awaiting an extension', () => {
  it('waits by a watch, and comes back for the heartbeat within a minute', async () => {
    const { steps, dueInSeconds, leaseUntil } = await story();
    expect(steps).toContain('await extension: WAITING');
    expect(await watches()).toMatchObject([{ until: 'PRESENT', armId: scene.extensionArmId }]);
    expect(dueInSeconds).toBeGreaterThan(0);
    expect(dueInSeconds).toBeLessThanOrEqual(45);
    expect(leaseUntil).toBeNull();
  });

  it('keeps its watch, with its age, over a heartbeat that is well', async () => {
    await look();
    const before = await watches();
    await letTimePass(database.pool, operationId);
    expect(await advance()).toBe('advanced');
    expect((await story()).steps).toContain('await extension: WAITING');
    expect(before).toMatchObject([{ looks: 1 }]);
    expect(await watches()).toEqual(before);
  });

  it('ends as soon as the watch sees its end, and asks for it no second time', async () => {
    scene.arm.end(scene.extensionArmId, 'Succeeded');
    expect((await look()).map((due) => due.operationId)).toContain(operationId);
    const reads = scene.arm.calls.length;
    await advance();
    expect((await story()).status).toBe('SUCCEEDED');
    // "verify extension" reads it back.
    expect(scene.arm.calls.slice(reads)).toEqual(['get']);
    expect(await watches()).toEqual([]);
  });

  it('ends at the heartbeat where that sees the end first, and leaves no watch behind', async () => {
    scene.arm.end(scene.extensionArmId, 'Succeeded');
    await letTimePass(database.pool, operationId);
    await advance();
    expect((await story()).status).toBe('SUCCEEDED');
    expect(await watches()).toEqual([]);
  });

  it('says that the cluster is offline at the next heartbeat', async () => {
    scene.arm.connect(scene.given.clusterArmId, { connectivityStatus: 'Offline' });
    await look();
    expect((await story()).status).toBe('RUNNING');
    await letTimePass(database.pool, operationId);
    await advance();
    expect(await story()).toMatchObject({ status: 'FAILED', error: 'CLUSTER_NOT_CONNECTED' });
    expect(await watches()).toEqual([]);
  });

  it.each(['the watch', 'the heartbeat'])(
    'waits out what passes by itself before it sends again, where %s sees it',
    async (who) => {
      fail('failed calling webhook "a": context deadline exceeded');
      if (who === 'the watch') await look();
      else await letTimePass(database.pool, operationId);
      await advance();
      expect(await watches()).toEqual([]);
      const { dueInSeconds, messages } = await story();
      expect(messages.join(' ')).toContain('it passes by itself; sent again in');
      expect(dueInSeconds).toBeGreaterThan(30);
      expect(scene.arm.countOf('PUT', scene.extensionArmId)).toBe(1);
    },
  );
});
