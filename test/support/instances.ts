import { FakeArm } from './fake-arm.js';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import {
  createComputeInstance,
  restartComputeInstance,
  resizeComputeInstance,
  startComputeInstance,
  stopComputeInstance,
  updateComputeInstance,
} from '#libs/kinds/compute-instances';
import { deleteCompute } from '#libs/catalogue';
import { kinds } from '#libs/kinds';
import type { Submitted } from '#libs/operations';
import { computeArmId } from '#libs/kernel';
import { ask, type Submission } from './ask.js';
import { contextForTests, engineForTests, givenWorkspace, letTimePass, storyOf } from './engine.js';
import type { FakeInstanceArm } from './fake-instance-arm.js';
import { lookAtAll } from './look.js';

const submitDeps = (pool: Pool) => ({ pool, kinds, requiredCostTags: [], arm: new FakeArm() });

const useCases = {
  create: createComputeInstance,
  update: updateComputeInstance,
  start: startComputeInstance,
  stop: stopComputeInstance,
  restart: restartComputeInstance,
  resize: resizeComputeInstance,
  delete: deleteCompute,
} as const;
export type InstanceUseCase = keyof typeof useCases;

export interface GivenInstance {
  teamId: string;
  workspaceId: string;
  name: string;
  computeId: string;
  armId: string;
}

/** Asks for something as an operator of the team. */
export const askInstance = (
  pool: Pool,
  teamId: string,
  what: InstanceUseCase,
  input: object,
): Promise<Submitted> => {
  const verb: Submission = useCases[what];
  return ask(verb, submitDeps(pool), contextForTests('OPERATOR', teamId), input);
};

/** What was accepted; throws where it was refused. */
export async function acceptedInstance(
  pool: Pool,
  teamId: string,
  what: InstanceUseCase,
  input: object,
) {
  const asked = await askInstance(pool, teamId, what, input);
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return asked.value;
}

/** Plays the operation to its end: ARM ends what it has, watches are looked at, waits are over at once. */
export async function playInstance(pool: Pool, arm: FakeInstanceArm, operationId: string) {
  const engine = engineForTests(pool, arm, { kinds });
  for (let round = 0; round < 60; round += 1) {
    await engine.advance(operationId);
    const story = await storyOf(pool, operationId);
    if (['SUCCEEDED', 'FAILED', 'CANCELED'].includes(story.status)) return story;
    arm.endAll();
    await lookAtAll(pool, arm);
    await letTimePass(pool, operationId);
  }
  throw new Error(`it does not end: ${JSON.stringify(await storyOf(pool, operationId))}`);
}

/** An instance that runs, with its row. */
export async function givenInstance(
  pool: Pool,
  arm: FakeInstanceArm,
  input: object = {},
): Promise<GivenInstance> {
  const { teamId, workspaceId, armId } = await givenWorkspace(pool);
  const name = `box-${randomUUID().slice(0, 8)}x`;
  const asked = { workspaceId, name, vmSize: 'Standard_DS11_v2', ...input };
  const { operationId, resourceId } = await acceptedInstance(pool, teamId, 'create', asked);
  const story = await playInstance(pool, arm, operationId);
  if (story.status !== 'SUCCEEDED') throw new Error(JSON.stringify(story));
  return { teamId, workspaceId, computeId: resourceId, name, armId: computeArmId(armId, name) };
}
