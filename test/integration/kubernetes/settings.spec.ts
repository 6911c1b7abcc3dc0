import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installArcExtension, updateArcExtension } from '#libs/kinds/arc-extensions';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
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

const selected = (name: string) => ({
  clusterArmId: scene.given.clusterArmId,
  settings: { enableTraining: true, nodeSelector: [{ name, value: 'yes' }] },
});

async function sent(): Promise<Record<string, string>> {
  const body = (await scene.arm.get(scene.extensionArmId)) as {
    properties: { configurationSettings: Record<string, string> };
  };
  return body.properties.configurationSettings;
}

async function kept(id: string) {
  const text = 'SELECT desired FROM resource WHERE id = $1';
  const { rows } = await database.pool.query<{ desired: object }>(text, [id]);
  return rows[0]?.desired;
}

describe('a label with dots', () => {
  it.each(['nvidia.com/gpu.present', 'nvidia\\.com/gpu\\.present'])(
    'goes to Azure as helm wants it, and is kept as people write it: %s',
    async (name) => {
      const {
        operationId: _,
        resourceId,
        ...end
      } = await scene.perform(installArcExtension, selected(name));
      expect(end).toMatchObject({ status: 'SUCCEEDED' });
      expect(await sent()).toMatchObject({ 'nodeSelector.nvidia\\.com/gpu\\.present': 'yes' });
      expect(await kept(resourceId)).toMatchObject({
        settings: { nodeSelector: { 'nvidia.com/gpu.present': 'yes' } },
      });
    },
  );

  it.each(['global.nodeSelector.nvidia.com/gpu', 'global.nodeSelector.nvidia\\.com/gpu'])(
    'does so too where it is part of a setting without a field of its own: %s',
    async (name) => {
      const { resourceId } = await scene.perform(installArcExtension, {
        ...scene.installation,
        extraSettings: [{ name, value: 'yes' }],
      });
      expect(await sent()).toMatchObject({ 'global.nodeSelector.nvidia\\.com/gpu': 'yes' });
      expect(await kept(resourceId)).toMatchObject({
        extraSettings: { 'global.nodeSelector.nvidia.com/gpu': 'yes' },
      });
    },
  );

  it('cannot be named twice, escaped and not', async () => {
    const twice = ['a.b', 'a\\.b'].map((name) => ({ name, value: 'yes' }));
    const answer = await scene.ask(installArcExtension, {
      ...selected('a.b'),
      settings: { enableTraining: true, nodeSelector: twice },
    });
    expect(refusalsOf(answer)).toEqual([['INVALID_INPUT', 'settings', 'nodeSelector']]);
  });
});

describe('an old name of a setting', () => {
  const old = (value: string) => [{ name: 'inferenceLoadBalancerHA', value }];

  it('goes to Azure under today’s, once, with a warning', async () => {
    const asked = { ...scene.installation, extraSettings: old('False') };
    const { warnings, operationId } = await scene.accepted(installArcExtension, asked);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'OLD_SETTING_NAME',
        field: ['input', 'extraSettings', 'inferenceLoadBalancerHA'],
      }),
    );
    expect(await scene.play(operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await sent()).toMatchObject({ inferenceRouterHA: 'False' });
    expect(await sent()).not.toHaveProperty('inferenceLoadBalancerHA');
  });

  it('beside today’s that says otherwise is refused', async () => {
    const answer = await scene.ask(installArcExtension, {
      ...scene.installation,
      settings: { enableTraining: true, inferenceRouterHA: true },
      extraSettings: old('False'),
    });
    expect(refusalsOf(answer)).toEqual([
      ['INVALID_INPUT', 'extraSettings', 'inferenceLoadBalancerHA'],
    ]);
  });

  it('that Azure has is sent back by an update as today’s', async () => {
    const { resourceId } = await scene.install();
    const body = (await scene.arm.get(scene.extensionArmId)) as { properties: object };
    const { inferenceRouterHA: _, ...rest } = await sent();
    await scene.arm.put(scene.extensionArmId, {
      ...body,
      properties: {
        ...body.properties,
        configurationSettings: { ...rest, inferenceLoadBalancerHA: 'False' },
      },
    });
    await new ConnectedClusterSweep({ pool: database.pool, arm: scene.arm }).run(
      new AbortController().signal,
    );
    const changed = await scene.perform(updateArcExtension, {
      extensionId: resourceId,
      settings: { installDcgmExporter: true },
    });
    expect(changed).toMatchObject({ status: 'SUCCEEDED' });
    expect(await sent()).toMatchObject({ inferenceRouterHA: 'False', installDcgmExporter: 'True' });
    expect(await sent()).not.toHaveProperty('inferenceLoadBalancerHA');
  });
});
