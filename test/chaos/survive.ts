import { expect, onTestFinished } from 'vitest';
import { sealForgotten, verifyAudit } from '#libs/audit';
import { startChaosSystem, type ChaosSystem } from './chaos-system.js';
import { placesFor, planOperations } from './plan-chaos.js';
import { prepareScene } from './prepare-scene.js';
import type { Random } from './random.js';
import { readComputes } from './read-azure.js';
import { findWrong, readEndings } from './read-endings.js';
import { countLeftovers } from './read-operations.js';
import { runChaos } from './run-chaos.js';

export const inChaos =
  'with 200 operations in flight, every process killed again and again and every connection swallowed';
export const timeout = 300_000;

export interface Survival {
  /** Operations that were in flight when all were asked for. */
  inFlight: number;
  /** How often each thing happened. */
  happened: Record<string, number>;
  /** Mutations that were sent again, because their answer was lost or there was none. */
  repeats: number;
  /** How processes ended by themselves, each with its last lines. */
  endings: string[];
  /** From the first to the last, seconds. */
  seconds: number;
}

/**
 * Has as many operations in flight while the system is hit, and holds every one to what was planned: none lost, none
 * doubled, none stuck, the audit trail whole. A failure names the seed, and where the logs are.
 */
export async function survive(
  random: Random,
  hasRedis: boolean,
  operations = 200,
): Promise<Survival> {
  const system = await startChaosSystem(hasRedis, placesFor(operations));
  let survived = false;
  onTestFinished(() => system.stop(!survived));
  const replay = `ARMATURE_CHAOS_SEED=${random.seed} replays this order; logs in ${system.folder}`;
  const planned = planOperations(random, operations);
  const scene = await prepareScene(system, planned);
  const since = new Date();

  const { inFlight, happened } = await runChaos(scene, planned, random);
  const seconds = Math.round((Date.now() - since.getTime()) / 1_000);
  const endings = system.endings();
  await system.stopProcesses();

  expect(inFlight, replay).toBeGreaterThan((operations * 3) / 4);
  expect(findWrong(planned, await readEndings(scene, since)), replay).toEqual([]);
  const inAzure = await readComputes(system, scene.workspaces);
  const refused = planned.filter(({ fate }) => fate === 'is refused').map(({ name }) => name);
  expect([...inAzure.keys(), ...refused].toSorted(), replay).toEqual(await namesOfRows(system));
  const nothing = { watches: 0, due: 0, leases: 0 };
  expect(await countLeftovers(system.database.pool), replay).toEqual(nothing);
  await sealForgotten(system.database.pool);
  const audit = await verifyAudit(system.database.pool);
  expect(audit, replay).toMatchObject({ broken: undefined, unsealed: 0 });
  survived = true;
  const counted = Object.entries(Object.groupBy(happened, (event) => event));
  return {
    inFlight,
    endings,
    seconds,
    repeats: system.client.repeats,
    happened: Object.fromEntries(counted.map(([event, all]) => [event, all?.length ?? 0])),
  };
}

/** Names of the computes that the database believes in. */
async function namesOfRows({ database }: ChaosSystem): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM resource WHERE kind IN ('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE') AND gone_at IS NULL`,
  );
  return rows.map(({ name }) => name).toSorted();
}
