import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { provisionKubernetesCompute } from '#libs/kinds/kubernetes-computes';
import { kinds } from '#libs/kinds';
import { ask } from '../../support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  contextForTests,
  engineForTests,
  loseLease,
  letTimePass,
  storyOf,
} from '../../support/engine.js';
import { FakeKubernetesArm } from '../../support/fake-kubernetes-arm.js';
import { givenConnectedCluster, playToEnd, submitForTests } from '../../support/kubernetes.js';
import { lookAtAll } from '../../support/look.js';
import { armToDieAt } from '../../support/mortal-arm.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  // Only the time of day: what waits for a lost answer waits by it. Leases and timers stay real.
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await database.drop();
});

async function givenProvisioning() {
  const arm = new FakeKubernetesArm();
  const cluster = await givenConnectedCluster(database.pool, arm);
  const asked = await ask(
    provisionKubernetesCompute,
    submitForTests(database.pool),
    contextForTests('OPERATOR', cluster.teamId),
    {
      workspaceId: cluster.workspaceId,
      name: 'arc-one',
      clusterArmId: cluster.clusterArmId,
      extension: { settings: { enableTraining: true } },
    },
  );
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return { arm, operationId: asked.value.operationId };
}

/** Works at it until the worker dies at its nth call; false where it ended before. */
async function workUntilDeath(
  arm: FakeKubernetesArm,
  operationId: string,
  nth: number,
  side: 'before' | 'after',
): Promise<boolean> {
  let die = (): void => undefined;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  const mortal = armToDieAt(arm, nth, side, () => die());
  const engine = engineForTests(database.pool, arm, { kinds, arm: mortal });
  for (let round = 0; round < 60; round += 1) {
    if ((await Promise.race([engine.advance(operationId), death])) === 'died') return true;
    if ((await storyOf(database.pool, operationId)).status === 'SUCCEEDED') return false;
    arm.endAll();
    await lookAtAll(database.pool, arm);
    await letTimePass(database.pool, operationId);
  }
  throw new Error('it neither dies nor ends');
}

async function takeUp(arm: FakeKubernetesArm, operationId: string) {
  await loseLease(database.pool, operationId);
  await letTimePass(database.pool, operationId);
  // What a dead worker may have sent has arrived by then, or never will.
  vi.setSystemTime(Date.now() + 11_000);
  return playToEnd(database.pool, arm, operationId);
}

describe('a worker that dies while it provisions a Kubernetes compute', () => {
  it.each(['before', 'after'] as const)(
    'leaves one extension and one attachment, at whichever call to ARM it dies (%s it is sent)',
    async (side) => {
      let deaths = 0;
      for (let nth = 0; ; nth += 1) {
        const { arm, operationId } = await givenProvisioning();
        if (!(await workUntilDeath(arm, operationId, nth, side))) break;
        deaths += 1;
        const story = await takeUp(arm, operationId);
        const where = `died ${side} call ${nth}: ${JSON.stringify(story.messages)}`;
        expect(story, where).toMatchObject({
          status: 'SUCCEEDED',
          state: 'SUCCEEDED',
          gone: false,
        });
        expect(arm.idsOf('extensions'), where).toHaveLength(1);
        expect(arm.idsOf('computes'), where).toHaveLength(1);
        const puts = arm.ledger.filter(({ verb }) => verb === 'PUT').map(({ armId }) => armId);
        expect(new Set(puts).size, where).toBe(puts.length);
        expect(
          arm.ledger.filter(({ verb }) => verb !== 'PUT'),
          where,
        ).toEqual([]);
      }
      // Every step that asks ARM anything was one of them.
      expect(deaths).toBeGreaterThanOrEqual(10);
    },
    240_000,
  );
});
