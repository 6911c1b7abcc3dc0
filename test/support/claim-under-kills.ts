import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { claimResourceGroup } from '../../libs/discovery/claims/claim-resource-group.verb.js';
import { armCluster } from './arm-bodies.js';
import { ask } from './ask.js';
import { adminOfAll, storyOf } from './engine.js';
import { submitForTests } from './kubernetes.js';
import { startProcessSystem, type ProcessSystem } from './process-system.js';

export interface ClaimScale {
  workspaces: number;
  /** Of each workspace. */
  computes: number;
  /** How often the worker at work is killed. */
  kills: number;
}

export interface ClaimOutcome {
  status: string;
  /** From its acceptance to its end. */
  seconds: number;
  kills: number;
  /** Rows that stand, and how many ARM ids they have: the same where none is there twice. */
  rows: number;
  ids: number;
  unmanaged: number;
  /** Requests that Azure refused as too many, at what it allows a subscription. */
  throttled: number;
  /** Of Azure, all together. */
  reads: number;
}

/** A group of that size, claimed by workers in processes of their own that die by SIGKILL in the middle, within ARM's limits of reads. */
export async function claimUnderKills(scale: ClaimScale): Promise<ClaimOutcome> {
  const system = await startProcessSystem({
    clockRate: 20_000,
    environment: { ARMATURE_LEASE_SECONDS: '15' },
  });
  try {
    return await claim(system, scale);
  } finally {
    await system.stop();
  }
}

const groupIn = ({ azure }: ProcessSystem): string =>
  resourceGroupId(azure.subscriptionId, 'rg-stands');

async function claim(system: ProcessSystem, scale: ClaimScale): Promise<ClaimOutcome> {
  const { pool } = system.database;
  await stand(system, scale);
  await system.control('throttling', { enabled: true });
  const workers = [await system.start('worker', 'one'), await system.start('worker', 'two')];
  await until(async () => (await countOf(pool, 'listed_resource')) > scale.workspaces);
  const before = await countsOf(system);
  const { operationId } = await accept(pool, groupIn(system));
  const startedAtMs = performance.now();
  for (let kill = 1; kill <= scale.kills; kill += 1) {
    const part = (kill / (scale.kills + 1)) * scale.workspaces * scale.computes;
    await until(async () => (await takenIn(pool)) >= part || (await isOver(pool, operationId)));
    await workers[kill % 2]!.restart('SIGKILL');
  }
  await until(() => isOver(pool, operationId));
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const { status } = await storyOf(pool, operationId);
  const { read, throttled } = await countsOf(system);
  const reads = read - before.read;
  const rows = await standing(pool);
  return {
    status,
    seconds,
    kills: scale.kills,
    ...rows,
    throttled: throttled - before.throttled,
    reads,
  };
}

async function stand(system: ProcessSystem, { workspaces, computes }: ClaimScale): Promise<void> {
  const { arm } = system;
  const group = groupIn(system);
  await arm.put(group, { location: 'eastus', tags: { theirs: 'kept' } });
  const few = pLimit(40);
  const names = Array.from({ length: workspaces }, (_, at) => `ws-${at}`);
  const put = (armId: string, body: Record<string, unknown>) => few(() => arm.put(armId, body));
  await Promise.all(
    names.map((name) => put(workspaceArmId(group, name), { location: 'eastus', properties: {} })),
  );
  await Promise.all(names.map((name) => few(() => settled(arm, workspaceArmId(group, name)))));
  await Promise.all(
    names.flatMap((name, at) =>
      Array.from({ length: computes }, (_, n) => {
        const armId = computeArmId(workspaceArmId(group, name), `c${at}x${n}x`);
        return put(armId, armCluster(armId));
      }),
    ),
  );
}

async function settled(arm: ProcessSystem['arm'], armId: string): Promise<void> {
  await until(async () => {
    const { provisioningState } = ((await arm.get(armId))?.['properties'] ?? {}) as Record<
      string,
      unknown
    >;
    return provisioningState === 'Succeeded';
  });
}

async function accept(pool: Pool, armId: string): Promise<{ operationId: string }> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO team (name, cost_center) VALUES ('claims', 'cc') RETURNING id`,
  );
  const teamId = rows[0]?.id ?? '';
  const answer = await ask(claimResourceGroup, submitForTests(pool), adminOfAll(teamId), {
    armId,
    teamId,
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

async function countsOf(system: ProcessSystem): Promise<{ read: number; throttled: number }> {
  const { counts } = (await system.control('ledger?path=none')) as {
    counts: { read: number; throttled: number };
  };
  return counts;
}

type Pool = ProcessSystem['database']['pool'];

async function countOf(pool: Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table}`,
  );
  return rows[0]?.count ?? 0;
}

async function standing(pool: Pool): Promise<{ rows: number; ids: number; unmanaged: number }> {
  const { rows } = await pool.query<{ rows: number; ids: number; unmanaged: number }>(
    `SELECT count(*)::int AS rows, count(DISTINCT arm_id_key)::int AS ids,
       (count(*) FILTER (WHERE NOT managed))::int AS unmanaged FROM resource WHERE gone_at IS NULL`,
  );
  return rows[0] ?? { rows: 0, ids: 0, unmanaged: 0 };
}

/** How many of the computes are the team's; the sweep finds some of the others meanwhile, as nobody's. */
async function takenIn(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM resource WHERE kind = 'COMPUTE_CLUSTER' AND managed AND gone_at IS NULL`,
  );
  return rows[0]?.count ?? 0;
}

const isOver = async (pool: Pool, operationId: string): Promise<boolean> =>
  ['SUCCEEDED', 'FAILED', 'CANCELED'].includes((await storyOf(pool, operationId)).status);

async function until(condition: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 300_000;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error('it does not come about');
    await sleep(100);
  }
}
