import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { computeArmId } from '#libs/kernel';
import type { ArmBody } from '#libs/operations';
import { computeInstanceBody } from '#libs/kinds/compute-instances';
import { givenWorkspace } from '../support/engine.js';
import { insertInstance, plainInstance } from '../support/instance-row.js';
import { acceptedInstance } from '../support/instances.js';
import type { ProcessSystem } from '../support/process-system.js';
import { inParallel } from './in-parallel.js';
import { Hold, sides, type Side } from './hold-points.js';
import { writesIn } from './kill-workers.js';
import { pointsOf, type InstanceWork } from './instance-works.js';

/** One operation on an instance in a team, a group and a workspace that no other operation has. */
export interface InstanceScene {
  hold: Hold;
  work: InstanceWork;
  name: string;
  armId: string;
  teamId: string;
  workspaceId: string;
  /** The row's id; null where there is none before. */
  computeId: string | null;
  /** Writes that it took to prepare all this. */
  writesBefore: number;
}

/** A work, which of its requests is to be held, and on which side. */
export interface InstancePlan {
  work: InstanceWork;
  index: number;
  side: Side;
}

/** For every request of every work two plans: to hold it before and after. */
export const planInstances = (works: readonly InstanceWork[]): InstancePlan[] =>
  works.flatMap((work) =>
    pointsOf(work, '').flatMap((_, index) => sides.map((side) => ({ work, index, side }))),
  );

/** A scene for each plan, in their order. */
export const prepareInstances = (
  system: ProcessSystem,
  plans: readonly InstancePlan[],
): Promise<InstanceScene[]> => inParallel(plans, (plan) => prepare(system, plan));

async function prepare(
  system: ProcessSystem,
  { work, index, side }: InstancePlan,
): Promise<InstanceScene> {
  const { teamId, workspaceId, armId } = await givenWorkspace(system.database.pool, 'ws-kill');
  const groupArmId = armId.split('/providers/')[0] ?? '';
  await system.arm.put(groupArmId, { location: 'eastus' });
  await system.arm.put(armId, { location: 'eastus', properties: {} });
  await untilState(system, armId, 'Succeeded');
  const name = `${work.what}-${randomUUID().slice(0, 8)}x`;
  const [point] = pointsOf(work, name).slice(index, index + 1);
  if (!point) throw new Error(`${work.what} has no request ${index}`);
  const hold = new Hold(system, groupArmId.split('/').at(-1) ?? '', point, side);
  const scene = { hold, work, name, armId: computeArmId(armId, name), teamId, workspaceId };
  const computeId = work.from && (await giveInstance(system, scene, work.from));
  const writesBefore = (await writesIn(system, hold.groupName)).length;
  return { ...scene, computeId, writesBefore };
}

/** An instance in Azure, at rest, and its row; answers the row's id. */
async function giveInstance(
  system: ProcessSystem,
  scene: Omit<InstanceScene, 'computeId' | 'writesBefore'>,
  state: 'Running' | 'Stopped',
): Promise<string> {
  const { armId } = scene;
  await system.arm.put(armId, computeInstanceBody(plainInstance, 'eastus', {}));
  const running = await untilState(system, armId, 'Running');
  if (state === 'Stopped') await system.arm.post(armId, 'stop', undefined);
  const body = state === 'Stopped' ? await untilState(system, armId, state) : running;
  return insertInstance(system.database.pool, scene, body);
}

/** What stands, once it is in that state: the machine's own, else its provisioningState. */
const untilState = ({ arm }: ProcessSystem, armId: string, state: string): Promise<ArmBody> =>
  vi.waitFor(
    async () => {
      const body = (await arm.get(armId)) ?? {};
      const { provisioningState, properties } = body['properties'] as {
        provisioningState: string;
        properties?: { state?: string };
      };
      expect(properties?.state ?? provisioningState).toBe(state);
      return body;
    },
    { timeout: 30_000, interval: 250 },
  );

/** Asks for the scene's work; answers the operation's id. */
export async function askForWork(
  { database: { pool } }: ProcessSystem,
  { work: { what, input }, name, teamId, workspaceId, computeId }: InstanceScene,
): Promise<string> {
  const creation = { workspaceId, name, vmSize: 'Standard_DS11_v2' };
  const change = { computeId, ...(what === 'delete' && { confirmName: name }) };
  const asked = { ...(what === 'create' ? creation : change), ...input };
  return (await acceptedInstance(pool, teamId, what, asked)).operationId;
}
