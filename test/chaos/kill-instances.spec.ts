import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storyOf } from '../support/engine.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import {
  askForWork,
  planInstances,
  prepareInstances,
  type InstanceScene,
} from './instance-scene.js';
import { instanceWorks } from './instance-works.js';
import { killAtHolds } from './kill-at-holds.js';
import { hurrying, letLeasesRunOut, untilOver, writesIn } from './kill-workers.js';

let system: ProcessSystem;

beforeAll(async () => {
  // So fast that whatever Azure works at is over at the first look.
  const environment = { ARMATURE_LEASE_SECONDS: '600' };
  system = await startProcessSystem({ clockRate: 100, environment });
});
afterAll(() => system?.stop());

/** Of what stands in Azure the settings and the provisioningState. */
async function standsAt(armId: string): Promise<object> {
  const body = await system.arm.get(armId);
  if (!body) return { gone: true };
  const { provisioningState, properties } = body['properties'] as Record<string, object>;
  return { provisioningState, ...properties };
}

async function expectDoneOnce(scene: InstanceScene, operationId: string): Promise<void> {
  const { hold, work, name, armId, writesBefore } = scene;
  const told = await storyOf(system.database.pool, operationId);
  const where = `${hold.name}: ${JSON.stringify(told)}`;
  expect(told.status, where).toBe('SUCCEEDED');
  expect(told.gone, where).toBe(work.leaves === null);
  const sent = work.writes.map(({ method, action, status }) => {
    const path = action ? `${name}/${action}` : `computes/${name}`;
    return `${method} ${path} ${status}`;
  });
  expect((await writesIn(system, hold.groupName)).slice(writesBefore), where).toEqual(sent);
  expect(await standsAt(armId), where).toMatchObject(work.leaves ?? { gone: true });
}

describe('a worker that is killed -9 while it works on compute instances', () => {
  it('has sent every write once, at whichever request of whichever operation, before it and after it', async () => {
    const operations = await killAtHolds(system, planInstances(instanceWorks), {
      prepare: (plans) => prepareInstances(system, plans),
      ask: (scene) => askForWork(system, scene),
    });

    await letLeasesRunOut(system);
    await system.start('worker', 'heir');
    await hurrying(system, untilOver(system, operations));
    for (const [scene, operationId] of operations) await expectDoneOnce(scene, operationId);
  }, 240_000);
});
