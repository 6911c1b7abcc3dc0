import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelOperation } from '#libs/catalogue';
import { kinds } from '#libs/kinds';
import { createWorkspace } from '#libs/kinds/workspaces';
import { parentArmId } from '#libs/kernel';
import type { SubmitDeps } from '#libs/operations';
import { type SimulatedAzure, startSimulatedAzure } from '../contract/support/simulated-azure.js';
import { ask, askOf } from '../support/ask.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import {
  contextForTests,
  engineForTests,
  givenWorkspace,
  letTimePass,
  loseLease,
  storyOf,
  subscriptionForTests,
} from '../support/engine.js';
import type { FakeArm } from '../support/fake-arm.js';
import { lookAtAll } from '../support/look.js';
import { armToDieAt } from '../support/mortal-arm.js';

let database: TestDatabase;
let azure: SimulatedAzure;

beforeAll(async () => {
  database = await createTestDatabase();
  azure = await startSimulatedAzure(undefined, [subscriptionForTests]);
  // Only the time of day: what waits for a lost answer waits by it. Leases and timers stay real.
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await azure?.stop();
  await database?.drop();
});

interface Scene {
  groupArmId: string;
  teamId: string;
  operationId: string;
}

async function begin(): Promise<Scene> {
  let groupArmId = '';
  const { teamId, workspaceId } = await givenWorkspace(database.pool, 'ws', async (group) => {
    groupArmId = group;
    await azure.client.put(group, { location: 'eastus' });
  });
  const { rows } = await database.pool.query<{ groupId: string }>(
    'SELECT parent_id AS "groupId" FROM resource WHERE id = $1',
    [workspaceId],
  );
  const asked = await ask(createWorkspace, deps(), contextForTests('OPERATOR', teamId), {
    resourceGroupId: rows[0]?.groupId,
    name: 'course',
    containerRegistry: 'CREATE',
  });
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return { groupArmId, teamId, operationId: asked.value.operationId };
}

const deps = (): SubmitDeps => ({
  pool: database.pool,
  kinds,
  requiredCostTags: [],
  arm: azure.client,
});

type Ended = Awaited<ReturnType<typeof storyOf>>;
const endings = ['SUCCEEDED', 'FAILED', 'CANCELED'];

/** Works at it until the worker dies, `until` holds, or it has ended. */
async function work(
  { operationId }: Scene,
  {
    dieAt,
    until,
  }: { dieAt?: [number, 'before' | 'after']; until?: (story: Ended) => boolean } = {},
): Promise<Ended | 'died'> {
  let die = (): void => undefined;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  const arm = dieAt ? armToDieAt(azure.client, ...dieAt, () => die()) : azure.client;
  const engine = engineForTests(database.pool, arm as FakeArm, { kinds });
  for (let round = 0; round < 300; round += 1) {
    if ((await Promise.race([engine.advance(operationId), death])) === 'died') return 'died';
    const story = await storyOf(database.pool, operationId);
    if (until?.(story) || endings.includes(story.status)) return story;
    await lookAtAll(database.pool, azure.client as unknown as FakeArm);
    await letTimePass(database.pool, operationId);
    await sleep(5);
  }
  throw new Error(`it does not end: ${JSON.stringify(await storyOf(database.pool, operationId))}`);
}

/** Another worker takes it up where the one that died left it. */
async function takeUp(scene: Scene): Promise<Ended> {
  await loseLease(database.pool, scene.operationId);
  await letTimePass(database.pool, scene.operationId);
  // What a dead worker may have sent has arrived by then, or never will.
  vi.setSystemTime(Date.now() + 11_000);
  const story = await work(scene);
  if (story === 'died') throw new Error('nobody was to die');
  return story;
}

const cancel = async ({ operationId, teamId }: Scene): Promise<void> => {
  const context = contextForTests('OPERATOR', teamId);
  const answer = await askOf(cancelOperation, deps(), context, operationId);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
};

async function standingIn({ groupArmId }: Scene): Promise<string[]> {
  const { value } = await azure.client.list(`${groupArmId}/resources`);
  return value.map(({ type }) => String(type).toLowerCase()).toSorted();
}

/** Vaults that were deleted and not purged. */
async function keptVaults({ groupArmId }: Scene): Promise<unknown[]> {
  const path = `/subscriptions/${subscriptionForTests}/providers/Microsoft.KeyVault/deletedVaults`;
  const { responseBody } = await azure.send('GET', `${path}?api-version=2023-07-01`);
  const { value } = responseBody as { value: { properties: { vaultId: string } }[] };
  return value.filter(
    ({ properties }) => parentArmId(properties.vaultId).toLowerCase() === groupArmId.toLowerCase(),
  );
}

const made = async ({ operationId }: Scene): Promise<number> => {
  const { rowCount } = await database.pool.query(
    'SELECT FROM made_dependency WHERE operation_id = $1',
    [operationId],
  );
  return rowCount ?? 0;
};

const whole = [
  'microsoft.containerregistry/registries',
  'microsoft.insights/components',
  'microsoft.keyvault/vaults',
  'microsoft.machinelearningservices/workspaces',
  'microsoft.operationalinsights/workspaces',
  'microsoft.storage/storageaccounts',
];

const sides = ['before', 'after'] as const;

async function expectNothing(scene: Scene, where: string): Promise<void> {
  expect(await standingIn(scene), where).toEqual([]);
  expect(await keptVaults(scene), where).toEqual([]);
  expect(await made(scene), where).toBe(0);
}

describe.each(sides)('a worker that dies %s a request', (side) => {
  it('of createWorkspace leaves it to another one, which makes each thing once', async () => {
    let nth = 0;
    for (; ; nth += 1) {
      const scene = await begin();
      if ((await work(scene, { dieAt: [nth, side] })) !== 'died') break;
      const story = await takeUp(scene);
      const where = `died ${side} call ${nth}: ${JSON.stringify(story)}`;
      expect(story.status, where).toBe('SUCCEEDED');
      expect(await standingIn(scene), where).toEqual(whole);
      expect(await made(scene), where).toBe(5);
      const sent = azure.exchanges.filter(
        ({ method, url }) => method === 'PUT' && url.includes(`${scene.groupArmId}/`),
      );
      expect(sent.length, where).toBe(whole.length);
    }
    expect(nth).toBeGreaterThanOrEqual(15);
  }, 240_000);

  it('of createWorkspace that is then canceled leaves nothing behind', async () => {
    for (let nth = 0; ; nth += 1) {
      const scene = await begin();
      if ((await work(scene, { dieAt: [nth, side] })) !== 'died') break;
      await cancel(scene);
      const story = await takeUp(scene);
      const where = `died ${side} call ${nth}: ${JSON.stringify(story)}`;
      expect(story.status, where).toBe('CANCELED');
      await expectNothing(scene, where);
    }
  }, 240_000);

  it('of its undoing leaves nothing behind', async () => {
    let nth = 0;
    for (; ; nth += 1) {
      const scene = await begin();
      const isMade = ({ steps }: Ended): boolean => steps.includes('put workspace: SUCCEEDED');
      await work(scene, { until: isMade });
      await cancel(scene);
      if ((await work(scene, { dieAt: [nth, side] })) !== 'died') break;
      const story = await takeUp(scene);
      const where = `died ${side} call ${nth}: ${JSON.stringify(story)}`;
      expect(story.status, where).toBe('CANCELED');
      await expectNothing(scene, where);
    }
    expect(nth).toBeGreaterThanOrEqual(15);
  }, 240_000);
});
