import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { findProjectFolder } from '../../apps/launcher/src/processes/find-built.js';
import type { Finding } from '../support/finding.js';
import { quantile } from '../support/quantile.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant, type Contestant } from '../support/start-contestant.js';
import { completionsPerSecond, seedInFlight } from './seed-in-flight.js';

/** The first looks come all at once; they do not count. */
const settleMs = 20_000;
const windowMs = 45_000;
/** What finished last in the window may be noticed after it. */
const afterMs = 15_000;
const clockTicksPerSecond = 100;

/** 1,000 and 10,000 operations in flight over 100 workspaces: what one worker asks of ARM and how soon it notices an end. */
export async function measureInFlight(): Promise<Finding[]> {
  return [...(await measure(1_000)), ...(await measure(10_000))];
}

async function measure(count: number): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedInFlight(database.adminUrl, count);
  const entry = join(findProjectFolder(), 'dist/bench/in-flight/worker.main.js');
  const worker = await startContestant('worker', entry, database.folder, {
    DATABASE_URL: database.databaseUrl,
  });
  stack.defer(() => worker.stop());
  await sleep(settleMs);
  const before = await sample(worker);
  await sleep(windowMs);
  const after = await sample(worker);
  await sleep(afterMs);
  const seconds = (after.atMs - before.atMs) / 1_000;
  const latencies = await readLatencies(database.adminUrl, after.ends, before.atMs, after.atMs);
  return [
    line(count, 'ARM reads', `${((after.reads - before.reads) / seconds).toFixed(1)}/s`, '≤ 25/s'),
    line(
      count,
      'worker',
      `${Math.round(((after.cpuSeconds - before.cpuSeconds) / seconds) * 100)} % of a core`,
      '≤ 25 %',
    ),
    line(
      count,
      'an end is noticed after',
      `p50 ${quantile(latencies, 0.5).toFixed(1)} s, p99 ${quantile(latencies, 0.99).toFixed(1)} s (${latencies.length} ends)`,
      'p99 < 10 s',
    ),
  ];
}

const line = (count: number, what: string, measured: string, aim: string): Finding => ({
  what: `${count.toLocaleString('en')} in flight, ${completionsPerSecond} ends a second: ${what}`,
  measured,
  aim,
});

interface Sample {
  atMs: number;
  reads: number;
  cpuSeconds: number;
  /** Operation and when ARM ends it. */
  ends: [string, number][];
}

async function sample({ url, pid }: Contestant): Promise<Sample> {
  const told = (await (await fetch(url)).json()) as Pick<Sample, 'reads' | 'ends'>;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
  return { atMs: Date.now(), cpuSeconds, ...told };
}

/** Seconds from ARM's end to the operation's, in order, of what ended in the window. Throws where one is still open. */
async function readLatencies(
  adminUrl: string,
  ends: Sample['ends'],
  fromMs: number,
  toMs: number,
): Promise<number[]> {
  const due = ends.filter(([, endsAtMs]) => endsAtMs >= fromMs && endsAtMs < toMs);
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string; status: string; completedAt: Date | null }>(
      `SELECT id, status, completed_at AS "completedAt" FROM operation WHERE id = ANY ($1::uuid[])`,
      [due.map(([id]) => id)],
    );
    const endOf = new Map(due);
    return rows
      .map(({ id, status, completedAt }) => {
        if (status !== 'SUCCEEDED' || !completedAt) throw new Error(`operation ${id} is ${status}`);
        return (completedAt.getTime() - (endOf.get(id) ?? 0)) / 1_000;
      })
      .toSorted((left, right) => left - right);
  });
}
