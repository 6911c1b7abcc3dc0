import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storyOf } from '../support/engine.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import { untilHeld, untilNothingIsHeld } from './hold-points.js';
import { hurrying, letLeasesRunOut, untilOver, writesIn } from './kill-workers.js';
import {
  askToProvision,
  azurePoints,
  podsPoint,
  prepareScenes,
  type ProvisionScene,
} from './provision-scene.js';

let system: ProcessSystem;
const operationIds = new Map<ProvisionScene, string>();

beforeAll(async () => {
  // Installing takes five seconds, so that it is seen under way; attaching less than one: over at the first poll.
  const environment = { ARMATURE_LEASE_SECONDS: '60' };
  system = await startProcessSystem({ clockRate: 50, environment });
});
afterAll(() => system?.stop());

async function ask(scenes: readonly ProvisionScene[]): Promise<void> {
  for (const scene of scenes) operationIds.set(scene, await askToProvision(system, scene));
}

const story = (scene: ProvisionScene) =>
  storyOf(system.database.pool, operationIds.get(scene) ?? '');
const idsByName = () =>
  new Map([...operationIds].map(([{ hold }, operationId]) => [hold.name, operationId]));
const holdsOf = (scenes: readonly ProvisionScene[]) => scenes.map(({ hold }) => hold);

async function changePods(scenes: readonly ProvisionScene[], change: object): Promise<void> {
  for (const { clusterArmId } of scenes)
    await system.control('kubernetes', { ...change, clusterId: clusterArmId });
}

/** What Azure accepted for the scene's extension and attachment, in order. */
const writesFor = async ({ hold }: ProvisionScene): Promise<string[]> =>
  (await writesIn(system, hold.groupName)).filter((write) => /extensions|computes/.test(write));

async function standsIn({ clusterArmId, workspaceArmId }: ProvisionScene): Promise<unknown[]> {
  const collection = `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions`;
  const extensions = await system.arm.list(collection);
  const computes = await system.arm.list(`${workspaceArmId}/computes`);
  return [...extensions.value, ...computes.value];
}

/** What is held is the operation's own request: it has not gone on, and but for what waits a worker has it in hand. */
async function expectInHand(scene: ProvisionScene): Promise<void> {
  const { status, leaseUntil } = await story(scene);
  expect(status, scene.hold.name).toMatch(/^(QUEUED|RUNNING)$/);
  const isWaited = scene.hold.point.step.startsWith('await');
  expect(isWaited || leaseUntil !== null, scene.hold.name).toBe(true);
}

async function expectOneOfEach(scene: ProvisionScene): Promise<void> {
  const told = await story(scene);
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

describe('a worker that is killed -9 while it provisions Kubernetes computes', () => {
  it('leaves one extension and one attachment, at whichever request of whichever step, before it and after it', async () => {
    const early = await prepareScenes(system, azurePoints.slice(0, 5));
    const late = await prepareScenes(system, azurePoints.slice(5));
    const inCluster = await prepareScenes(system, [podsPoint]);
    const all = [...early, ...late, ...inCluster];
    for (const { hold } of [...early, ...late]) await hold.arm();
    await changePods(inCluster, { action: 'breakPods', reason: 'ImagePullBackOff' });
    const worker = await system.start('worker', 'mortal');

    // Who has the longest way goes first, so that no request is held for longer than its time-out.
    await ask([...inCluster, ...late]);
    await hurrying(system, untilHeld(system, holdsOf(late)));
    await ask(early);
    await untilHeld(system, holdsOf([...early, ...late]));
    for (const { hold } of inCluster) await hold.arm();
    await hurrying(system, untilHeld(system, holdsOf(all)));
    for (const scene of all) await expectInHand(scene);
    await worker.kill('SIGKILL');
    await untilNothingIsHeld(system);

    await changePods(inCluster, { action: 'healPods' });
    await letLeasesRunOut(system);
    await system.start('worker', 'heir');
    await hurrying(system, untilOver(system, idsByName()));
    for (const scene of all) await expectOneOfEach(scene);
  }, 240_000);
});
