import { describe, expect, it, onTestFinished } from 'vitest';
import { sealAudit, verifyAudit } from '#libs/audit';
import { isRedisAvailable } from '../support/redis.js';
import { startChaosSystem, type ChaosSystem } from './chaos-system.js';
import { planOperations } from './plan-chaos.js';
import { prepareScene } from './prepare-scene.js';
import { Random } from './random.js';
import { readComputes } from './read-azure.js';
import { findWrong, readEndings } from './read-endings.js';
import { countLeftovers } from './read-operations.js';
import { runChaos } from './run-chaos.js';

const timeout = 300_000;
const canEmptyRedis = isRedisAvailable() || Boolean(process.env['CI']);

describe(
  'with 200 operations in flight and every process killed again and again',
  { timeout },
  () => {
    it('every operation comes to its right end, nothing twice [queue on PostgreSQL]', () =>
      survive(false));

    it.skipIf(!canEmptyRedis)(
      'every operation comes to its right end, nothing twice [queue on Redis]',
      () => survive(true),
    );
  },
);

async function survive(hasRedis: boolean): Promise<void> {
  const random = Random.fromEnvironment();
  const system = await startChaosSystem(hasRedis);
  let survived = false;
  onTestFinished(() => system.stop(!survived));
  const replay = `ARMATURE_CHAOS_SEED=${random.seed} replays this order; logs in ${system.folder}`;
  const planned = planOperations(random);
  const scene = await prepareScene(system, planned);
  const since = new Date();

  const inFlight = await runChaos(scene, planned, random);
  await system.stopProcesses();

  expect(inFlight, replay).toBeGreaterThan(150);
  expect(findWrong(planned, await readEndings(scene, since)), replay).toEqual([]);
  const inAzure = await readComputes(system, scene.workspace.armId);
  const refused = planned.filter(({ fate }) => fate === 'is refused').map(({ name }) => name);
  expect([...inAzure.keys(), ...refused].toSorted(), replay).toEqual(await namesOfRows(system));
  const nothing = { watches: 0, due: 0, leases: 0 };
  expect(await countLeftovers(system.database.pool), replay).toEqual(nothing);
  await sealAudit(system.database.pool, 1_000, true);
  const audit = await verifyAudit(system.database.pool);
  expect(audit, replay).toMatchObject({ broken: undefined, unsealed: 0 });
  survived = true;
}

/** Names of the computes that the database believes in. */
async function namesOfRows({ database }: ChaosSystem): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM resource WHERE kind IN ('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE') AND gone_at IS NULL`,
  );
  return rows.map(({ name }) => name).toSorted();
}
