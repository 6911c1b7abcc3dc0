import { setTimeout as sleep } from 'node:timers/promises';
import { newMaxNodeCount } from './expect-fate.js';
import { inParallel } from './in-parallel.js';
import { isCreation, placesFor, planEvents, type PlannedOperation } from './plan-chaos.js';
import { create, type Scene } from './prepare-scene.js';
import type { Random } from './random.js';
import { countUnfinished, waitUntilAllOver } from './read-operations.js';

/** Long enough for a worker to come back and take something up, short enough to be hit while it does. */
const betweenEventsMs = 2_500;

/**
 * Asks for everything that is planned while the system is hit, and resolves when all of it is over; with how many
 * operations were in flight when all were asked for, and what happened to the system.
 */
export async function runChaos(
  scene: Scene,
  planned: readonly PlannedOperation[],
  random: Random,
): Promise<{ inFlight: number; happened: string[] }> {
  const { system } = scene;
  const { control, database } = system;
  for (const fault of planned.flatMap(({ faults }) => faults)) await control('faults', fault);
  await control('clock', { rate: 0.1 });
  const asked = inParallel(planned, (operation) => ask(scene, operation));
  const [first, ...later] = planEvents(random, system.hasRedis, placesFor(planned.length));
  if (first) await system.happen(first, random);
  await asked;
  const inFlight = await countUnfinished(database.pool);
  await control('clock', { rate: 3 });
  const happened: string[] = first ? [first] : [];
  for (const event of later) {
    await sleep(betweenEventsMs);
    if ((await countUnfinished(database.pool)) === 0) break;
    await system.happen(event, random);
    happened.push(event);
  }
  await control('clock', { rate: 30 });
  await waitUntilAllOver(database.pool, planned.length);
  return { inFlight, happened };
}

async function ask(scene: Scene, operation: PlannedOperation): Promise<void> {
  const { system, workspaces } = scene;
  if (!isCreation(operation)) return change(scene, operation);
  const { operationId } = await create(system, workspaces, operation);
  if (operation.fate === 'is canceled') await system.client.cancel(operationId);
}

async function change(
  { system: { client }, computeIds }: Scene,
  { verb, name }: PlannedOperation,
): Promise<void> {
  const computeId = computeIds.get(name);
  if (verb === 'scale') {
    const scale = { minNodeCount: 0, maxNodeCount: newMaxNodeCount };
    await client.mutate('updateComputeCluster', { computeId, scale });
  } else if (verb === 'start' || verb === 'stop') {
    await client.mutate(`${verb}ComputeInstance`, { computeId });
  } else {
    await client.mutate('deleteCompute', { computeId, confirmName: name });
  }
}
