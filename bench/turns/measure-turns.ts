import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { openDatabase } from '#libs/database';
import { kinds } from '#libs/kinds';
import type { SubmitDeps } from '#libs/operations';
import { createAuthenticator, createDevelopmentKey } from '#libs/tenants';
import { globalId, perform, type RequestContext } from '#libs/verbs';
import type { Finding } from '../support/finding.js';
import { quantile } from '../support/quantile.js';
import { median } from '../support/race.js';
import { seedComputes } from '../support/seed-computes.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant } from '../support/start-contestant.js';

const crowd = 1_000;
/** One after the other, each accepted when the PUT of the one before was seen. */
const lone = 10;
const patienceMs = 120_000;

/** Where Azure answers at once all that is left is what Armature does itself; no Azure is that near. */
const latenciesMs = [0, 100];

/** From the acceptance of a team's only operation to its first PUT, alone and behind a thousand of another team. */
export async function measureTurns(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const latencyMs of latenciesMs) findings.push(await measureBehind(latencyMs));
  return findings;
}

async function measureBehind(latencyMs: number): Promise<Finding> {
  await using stack = new AsyncDisposableStack();
  const server = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedComputes(server.adminUrl, 1_000);
  const database = stack.adopt(
    openDatabase({ url: server.databaseUrl, applicationName: 'bench', maxConnections: 8 }),
    (one) => one.close(),
  );
  const worker = stack.adopt(
    await startContestant('worker', join(import.meta.dirname, 'worker.main.js'), server.folder, {
      DATABASE_URL: server.databaseUrl,
      ARM_LATENCY_MS: `${latencyMs}`,
    }),
    (one) => one.stop(),
  );
  const accept = await accepting(database.pool);
  const [quiet = '', busy = ''] = await Promise.all(
    ['team-1', 'team-2'].map((team) => workspaceOf(database.pool, team)),
  );
  const putOf = async (path: string): Promise<number | undefined> =>
    new Map((await (await fetch(worker.url)).json()) as [string, number][]).get(path);
  const waits = async (): Promise<number[]> => {
    const all: number[] = [];
    for (let count = 0; count < lone; count++) {
      const path = await accept(quiet);
      const acceptedMs = Date.now();
      all.push((await seen(() => putOf(path))) - acceptedMs);
    }
    return all.toSorted((left, right) => left - right);
  };

  await waits();
  const idle = await waits();
  const paths: string[] = [];
  for (let count = 0; count < crowd; count += 8)
    paths.push(...(await Promise.all(Array.from({ length: 8 }, () => accept(busy)))));
  const behind = await waits();
  const puts = new Map((await (await fetch(worker.url)).json()) as [string, number][]);
  const left = paths.filter((path) => !puts.has(path)).length;
  if (left === 0) throw new Error('the crowd was done before the lone ones: this measured nothing');
  const { length } = paths;
  return {
    what: `a team's only operation behind ${length} of another team, ARM answers after ${latencyMs} ms: to its first PUT (${left} still wait after)`,
    measured: shown(behind),
    against: `idle ${shown(idle)}`,
    ratio: median(behind) / median(idle),
    aim: '≤ 3',
  };
}

const shown = (sorted: readonly number[]): string =>
  `median ${median(sorted).toFixed(0)} ms, longest ${quantile(sorted, 1).toFixed(0)} ms`;

async function seen(look: () => Promise<number | undefined>): Promise<number> {
  const endMs = Date.now() + patienceMs;
  while (Date.now() < endMs) {
    const atMs = await look();
    if (atMs !== undefined) return atMs;
    await sleep(20);
  }
  throw new Error(`no PUT within ${patienceMs} ms`);
}

async function workspaceOf(pool: pg.Pool, team: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT r.id FROM resource r JOIN team t ON t.id = r.team_id WHERE r.kind = 'WORKSPACE' AND t.name = $1 LIMIT 1`,
    [team],
  );
  return rows[0]?.id ?? '';
}

/** Accepts the creation of one more cluster in a workspace; answers its path at ARM in lower case. */
async function accepting(pool: pg.Pool): Promise<(workspaceId: string) => Promise<string>> {
  const actor = await createAuthenticator({ pool, onError: () => undefined })(
    await createDevelopmentKey(pool),
  );
  if (!actor) throw new Error('nobody is there');
  const context: RequestContext = { actor, requestId: 'bench', channel: 'graphql' };
  const unasked = () => Promise.reject(new Error('Azure was asked'));
  const arm = { get: unasked, list: unasked, post: unasked };
  const deps: SubmitDeps = { pool, kinds, arm, requiredCostTags: [] };
  let names = 0;
  return async (workspaceId) => {
    const name = `turn${names++}`;
    const input = {
      workspaceId: globalId('Workspace', workspaceId),
      name,
      vmSize: 'STANDARD_D3_V2',
      costTags: [],
      scale: {
        minNodeCount: 0,
        maxNodeCount: 4,
        nodeIdleTimeBeforeScaleDown: 'PT120S',
      },
    };
    const answer = await perform(createComputeCluster, deps, context, input, unasked);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    const { rows } = await pool.query<{ path: string }>(
      `SELECT arm_id_key || '/computes/' || $2 AS path FROM resource WHERE id = $1`,
      [workspaceId, name],
    );
    return rows[0]?.path ?? '';
  };
}
