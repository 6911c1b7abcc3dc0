import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kinds } from '#libs/kinds';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  engineForTests,
  givenWorkspace,
  letTimePass,
  loseLease,
  storyOf,
} from '../../support/engine.js';
import { FakeInstanceArm } from '../../support/fake-instance-arm.js';
import {
  acceptedInstance,
  givenInstance,
  playInstance,
  type InstanceUseCase,
} from '../../support/instances.js';
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

interface Scene {
  arm: FakeInstanceArm;
  operationId: string;
  /** Writes to ARM before the operation began. */
  before: number;
}

async function begin(
  what: InstanceUseCase,
  from: 'Running' | 'Stopped',
  input: object,
): Promise<Scene> {
  const arm = new FakeInstanceArm();
  if (what === 'create') return beginCreation(arm, input);
  const { teamId, computeId, name } = await givenInstance(database.pool, arm);
  if (from === 'Stopped') await stop(arm, teamId, computeId);
  const before = arm.ledger.length;
  const asked = { computeId, ...input, ...(what === 'delete' && { confirmName: name }) };
  const { operationId } = await acceptedInstance(database.pool, teamId, what, asked);
  return { arm, operationId, before };
}

async function beginCreation(arm: FakeInstanceArm, input: object): Promise<Scene> {
  const { teamId, workspaceId } = await givenWorkspace(database.pool);
  const asked = { workspaceId, name: `box-${randomUUID().slice(0, 8)}x`, ...input };
  const { operationId } = await acceptedInstance(database.pool, teamId, 'create', asked);
  return { arm, operationId, before: 0 };
}

async function stop(arm: FakeInstanceArm, teamId: string, computeId: string): Promise<void> {
  const { operationId } = await acceptedInstance(database.pool, teamId, 'stop', { computeId });
  await playInstance(database.pool, arm, operationId);
}

/** Works at it until the worker dies at its nth call; false where it ended before. */
async function workUntilDeath(
  { arm, operationId }: Scene,
  nth: number,
  side: 'before' | 'after',
): Promise<boolean> {
  let die = (): void => undefined;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  const engine = engineForTests(database.pool, arm, {
    kinds,
    arm: armToDieAt(arm, nth, side, () => die()),
  });
  for (let round = 0; round < 60; round += 1) {
    if ((await Promise.race([engine.advance(operationId), death])) === 'died') return true;
    if ((await storyOf(database.pool, operationId)).status === 'SUCCEEDED') return false;
    arm.endAll();
    await lookAtAll(database.pool, arm);
    await letTimePass(database.pool, operationId);
  }
  throw new Error('it neither dies nor ends');
}

async function takeUp({ arm, operationId }: Scene, azureGoesOn: boolean) {
  if (azureGoesOn) arm.endAll();
  await loseLease(database.pool, operationId);
  await letTimePass(database.pool, operationId);
  // What a dead worker may have sent has arrived by then, or never will.
  vi.setSystemTime(Date.now() + 11_000);
  return playInstance(database.pool, arm, operationId);
}

const everyEvening = [{ action: 'STOP', trigger: { cron: { expression: '0 18 * * *' } } }];
const size = 'Standard_DS12_v2';
const kindsOfWork: [InstanceUseCase, 'Running' | 'Stopped', object, string[]][] = [
  ['create', 'Running', { vmSize: size }, ['PUT']],
  ['update', 'Running', { schedules: everyEvening }, ['updateSchedules']],
  [
    'update',
    'Running',
    { schedules: everyEvening, idleTimeBeforeShutdown: 'PT30M' },
    ['updateSchedules', 'updateIdleShutdownSetting'],
  ],
  [
    'update',
    'Running',
    { schedules: everyEvening, costTags: [{ key: 'owner', value: 'ada' }] },
    ['updateSchedules', 'PUT'],
  ],
  ['update', 'Running', { idleTimeBeforeShutdown: 'PT30M' }, ['updateIdleShutdownSetting']],
  ['start', 'Stopped', {}, ['start']],
  ['stop', 'Running', {}, ['stop']],
  ['restart', 'Running', {}, ['restart']],
  ['resize', 'Stopped', { vmSize: size }, ['resize']],
  ['delete', 'Running', {}, ['DELETE']],
];

describe.each(kindsOfWork)('a worker that dies while it is to %s', (what, from, input, writes) => {
  it.each([
    ['before', false],
    ['after', false],
    ['after', true],
  ] as const)(
    `sends ${writes.join()} once, at whichever call to ARM it dies (%s it is sent, Azure done meanwhile: %s)`,
    async (side, azureGoesOn) => {
      let deaths = 0;
      for (let nth = 0; ; nth += 1) {
        const scene = await begin(what, from, input);
        if (!(await workUntilDeath(scene, nth, side))) break;
        deaths += 1;
        const story = await takeUp(scene, azureGoesOn);
        const where = `died ${side} call ${nth}: ${JSON.stringify(story)}`;
        expect(story.status, where).toBe('SUCCEEDED');
        const sent = scene.arm.ledger.slice(scene.before).map(({ verb, action }) => action ?? verb);
        expect(sent, where).toEqual(writes);
        const turns = story.audit.filter((turn) => turn !== 'submitted');
        expect(turns, where).toEqual(['accepted', 'started', 'succeeded']);
      }
      expect(deaths).toBeGreaterThanOrEqual(3);
    },
    120_000,
  );
});
