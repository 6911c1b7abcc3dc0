import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { observeWorkspaces } from '#libs/discovery';
import { kinds } from '#libs/kinds';
import { repeat } from '../../apps/worker/src/work/repeat.js';
import type { Finding } from '../support/finding.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { ListedWorkspaces } from './listed-workspaces.js';
import { seedWorkspaces } from './seed-workspaces.js';

const workspaces = 500;
const workers = 3;
/** As a worker runs it: work/schedules.ts and outside/outside.module.ts. */
const sweepsAtOnce = 2;
const workspacesPerRound = 6;
const pace = { restingSeconds: 60, movingSeconds: 5 };
const windowMs = 120_000;

/** 500 workspaces with 20 computes each, one in a hundred moving: how soon all are seen, and what that costs in reads. */
export async function measureSweep(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedWorkspaces(database.adminUrl, workspaces);
  const pool = new pg.Pool({ connectionString: database.databaseUrl, max: 20 });
  stack.defer(() => pool.end());
  const arm = new ListedWorkspaces((armId) => armId.endsWith('00'));
  const startedAtMs = performance.now();
  const loops = Array.from({ length: workers * sweepsAtOnce }, () =>
    repeat({
      name: 'sweep',
      everyMs: 1e3,
      log: pino({ level: 'warn' }),
      work: (signal) =>
        observeWorkspaces(
          {
            pool,
            arm,
            pace,
            kinds,
          },
          workspacesPerRound,
          signal,
        ),
    }),
  );
  while (arm.seen.size < workspaces) await sleep(100);
  const allSeenMs = performance.now() - startedAtMs;
  const cpuBefore = process.cpuUsage();
  const fromMs = performance.now();
  await sleep(windowMs);
  const cpu = process.cpuUsage(cpuBefore);
  await Promise.all(loops.map((loop) => loop.stop()));
  const inWindow = arm.askedAtMs.filter((at) => at >= fromMs && at < fromMs + windowMs);
  const perSecond = String(most(arm.askedAtMs, 1_000));
  return [
    line('all are seen after', `${(allSeenMs / 1_000).toFixed(0)} s`, '≤ 120 s'),
    line(
      'reads, from then on',
      `${(inWindow.length / (windowMs / 1_000)).toFixed(1)}/s`,
      '≤ 8.3/s',
    ),
    line('most reads in any second', perSecond, '≤ 25'),
    line(
      'most in any ten seconds',
      `${(most(arm.askedAtMs, 10_000) / 10).toFixed(1)}/s`,
      '≤ 8.3/s',
    ),
    line(
      `${workers} workers`,
      `${Math.round(((cpu.user + cpu.system) / 1_000 / windowMs) * 100)} % of a core`,
      '≤ 25 %',
    ),
  ];
}

const line = (what: string, measured: string, aim: string): Finding => ({
  what: `${workspaces} workspaces swept: ${what}`,
  measured,
  aim,
});

/** The most of these moments that lie within `ms` of each other. */
function most(atMs: readonly number[], ms: number): number {
  const ordered = atMs.toSorted((a, b) => a - b);
  let first = 0;
  let found = 0;
  for (const [last, at] of ordered.entries()) {
    while (at - (ordered[first] ?? at) >= ms) first += 1;
    found = Math.max(found, last - first + 1);
  }
  return found;
}
