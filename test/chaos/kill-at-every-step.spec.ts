import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storyOf } from '../support/engine.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import type { HoldPoint } from './hold-points.js';
import { killAtHolds } from './kill-at-holds.js';
import { hurrying, letLeasesRunOut, untilOver, writesIn } from './kill-workers.js';
import {
  askToProvision,
  attachPoints,
  installPoints,
  planProvisions,
  prepareScenes,
  type ProvisionScene,
} from './provision-scene.js';

let system: ProcessSystem;

beforeAll(async () => {
  const environment = { ARMATURE_LEASE_SECONDS: '600' };
  system = await startProcessSystem({ clockRate: 1, environment });
});
afterAll(() => system?.stop());

/** What Azure accepted for the scene's extension and attachment, in order. */
const writesFor = async ({ hold }: ProvisionScene): Promise<string[]> =>
  (await writesIn(system, hold.groupName)).filter((write) => /extensions|computes/.test(write));

async function standsIn({ clusterArmId, workspaceArmId }: ProvisionScene): Promise<unknown[]> {
  const collection = `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions`;
  const extensions = await system.arm.list(collection);
  const computes = await system.arm.list(`${workspaceArmId}/computes`);
  return [...extensions.value, ...computes.value];
}

async function expectOneOfEach(scene: ProvisionScene, operationId: string): Promise<void> {
  const told = await storyOf(system.database.pool, operationId);
  const where = `${scene.hold.name}: ${JSON.stringify(told.messages)}`;
  expect(told, where).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED', gone: false });
  expect(told.steps.at(-1), where).toBe('verify pods: SUCCEEDED');
  const once = ['PUT extensions/azureml 201', 'PUT computes/arc-one 201'];
  expect(await writesFor(scene), where).toEqual(once);
  const good = { properties: { provisioningState: 'Succeeded' } };
  expect(await standsIn(scene), where).toMatchObject([
    { name: 'azureml', ...good },
    { name: 'arc-one', ...good },
  ]);
}

const killAt = (points: readonly HoldPoint[]): Promise<Map<ProvisionScene, string>> =>
  killAtHolds(system, planProvisions(points), {
    prepare: (plans) => prepareScenes(system, plans),
    ask: (scene) => askToProvision(system, scene),
  });

describe('a worker that is killed -9 while it provisions Kubernetes computes', () => {
  it('leaves one extension and one attachment, at whichever request of whichever step, before it and after it', async () => {
    // As slow as Azure, so that installing is seen under way.
    const installing = await killAt(installPoints);
    // And from there on so fast that whatever Azure works at is soon over.
    await system.control('clock', { rate: 500 });
    const attaching = await killAt(attachPoints);
    const operations = new Map([...installing, ...attaching]);

    await letLeasesRunOut(system);
    await system.start('worker', 'heir');
    await hurrying(system, untilOver(system, operations));
    for (const [scene, operationId] of operations) await expectOneOfEach(scene, operationId);
  }, 240_000);
});
