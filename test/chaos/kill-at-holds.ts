import { expect } from 'vitest';
import type { ManagedProcess } from '../../apps/launcher/src/processes/managed-process.js';
import { storyOf } from '../support/engine.js';
import type { ProcessSystem } from '../support/process-system.js';
import { forgetHolds, readHeld, untilHeld, type Hold } from './hold-points.js';
import { inParallel } from './in-parallel.js';
import { hurrying } from './kill-workers.js';

/** How what is planned becomes operations, each of which is held once. */
export interface Staging<Plan, Scene> {
  /** A scene for each plan, in their order. */
  prepare(plans: readonly Plan[]): Promise<Scene[]>;
  /** Asks for the scene's operation; answers its id. */
  ask(scene: Scene): Promise<string>;
}

/** As many operations as a worker runs at once. */
const handful = 24;

/**
 * Kills workers with SIGKILL until for every plan one was killed that had its held request in hand. Answers all
 * operations that were asked for. A client gives up what is held for ten seconds; on a slow machine that may be before
 * the last is reached. What was missed is staged anew then, as its operation cannot begin again, for new workers.
 */
export async function killAtHolds<Plan, Scene extends { hold: Hold }>(
  system: ProcessSystem,
  plans: readonly Plan[],
  { prepare, ask }: Staging<Plan, Scene>,
): Promise<Map<Scene, string>> {
  const operations = new Map<Scene, string>();
  let left = plans;
  while (left.length > 0) {
    const scenes = await prepare(left);
    for (const { hold } of scenes) await hold.arm();
    const workers = await startWorkers(system, Math.ceil(left.length / handful));
    await inParallel(scenes, async (scene) => operations.set(scene, await ask(scene)));
    const holds = scenes.map(({ hold }) => hold);
    const held = await killHolding(system, workers, holds);
    for (const [{ hold }, operationId] of operations)
      if (held.has(hold)) await expectInHand(system, hold, operationId);
    const isHit = holds.map((hold) => held.has(hold));
    left = left.filter((_, index) => !isHit[index]);
  }
  return operations;
}

const startWorkers = ({ start }: ProcessSystem, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => start('worker', `mortal-${index}`)));

/** Kills the workers once Azure holds what it can of theirs; answers what it held at that moment. */
async function killHolding(
  system: ProcessSystem,
  workers: readonly ManagedProcess[],
  holds: readonly Hold[],
): Promise<ReadonlySet<Hold>> {
  await hurrying(system, untilHeld(system, holds));
  // Who is frozen gives nothing up any more.
  workers.forEach(freeze);
  const held = await readHeld(system, holds);
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  await forgetHolds(system);
  return held;
}

function freeze({ pid }: ManagedProcess): void {
  if (pid !== undefined) process.kill(pid, 'SIGSTOP');
}

/** What was held is the operation's own request: it has not gone on, and but for what waits a worker had it in hand. */
async function expectInHand(
  { database }: ProcessSystem,
  { name, point }: Hold,
  operationId: string,
): Promise<void> {
  const { status, leaseUntil } = await storyOf(database.pool, operationId);
  expect(status, name).toMatch(/^(QUEUED|RUNNING|CANCELING)$/);
  const isWaited = /^(\w+: )?await /.test(point.step);
  expect(isWaited || leaseUntil !== null, name).toBe(true);
}
