import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storyOf } from '../support/engine.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import { killAtHolds } from './kill-at-holds.js';
import { hurrying, letLeasesRunOut, untilOver, writesIn } from './kill-workers.js';
import {
  askForWorkspace,
  creations,
  prepareWorkspaces,
  undoings,
  type WorkspacePlan,
  type WorkspaceScene,
} from './workspace-scene.js';

let system: ProcessSystem;

beforeAll(async () => {
  // So fast that whatever Azure works at is over at the first look.
  const environment = { ARMATURE_LEASE_SECONDS: '600' };
  system = await startProcessSystem({ clockRate: 100, environment });
});
afterAll(() => system?.stop());

const whole = [
  'microsoft.containerregistry/registries',
  'microsoft.insights/components',
  'microsoft.keyvault/vaults',
  'microsoft.machinelearningservices/workspaces',
  'microsoft.operationalinsights/workspaces',
  'microsoft.storage/storageaccounts',
];

async function standingIn({ groupArmId }: WorkspaceScene): Promise<string[]> {
  const { value } = await system.arm.list(`${groupArmId}/resources`);
  return value.map(({ type }) => String(type).toLowerCase()).toSorted();
}

const made = async (operationId: string): Promise<number> => {
  const { rowCount } = await system.database.pool.query(
    'SELECT FROM made_dependency WHERE operation_id = $1',
    [operationId],
  );
  return rowCount ?? 0;
};

async function expectWholeOrNothing(scene: WorkspaceScene, operationId: string): Promise<void> {
  const told = await storyOf(system.database.pool, operationId);
  const where = `${scene.hold.name}: ${JSON.stringify(told)}`;
  expect(told.status, where).toBe(scene.isCanceled ? 'CANCELED' : 'SUCCEEDED');
  expect(await standingIn(scene), where).toEqual(scene.isCanceled ? [] : whole);
  expect(await made(operationId), where).toBe(scene.isCanceled ? 0 : whole.length - 1);
  const puts = (await writesIn(system, scene.hold.groupName)).filter((write) =>
    write.startsWith('PUT'),
  );
  expect(new Set(puts).size, where).toBe(whole.length);
  expect(puts, where).toHaveLength(whole.length);
}

const killAt = (plans: readonly WorkspacePlan[]): Promise<Map<WorkspaceScene, string>> =>
  killAtHolds(system, plans, {
    prepare: (some) => prepareWorkspaces(system, some),
    ask: (scene) => askForWorkspace(system, scene),
  });

describe('a worker that is killed -9 while it makes a workspace with all that it leans on', () => {
  it('leaves each thing made once, or nothing where that is canceled, at whichever request, before it and after it', async () => {
    const operations = new Map([...(await killAt(creations)), ...(await killAt(undoings))]);

    await letLeasesRunOut(system);
    await system.start('worker', 'heir');
    await hurrying(system, untilOver(system, operations));
    for (const [scene, operationId] of operations) await expectWholeOrNothing(scene, operationId);
  }, 240_000);
});
