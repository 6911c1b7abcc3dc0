import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { childEnvironment } from '#libs/config';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { findProjectFolder } from '../../apps/launcher/src/processes/find-built.js';
import type { Finding } from '../support/finding.js';
import { median } from '../support/race.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant } from '../support/start-contestant.js';

const times = 5;

/** From the start of the API process to its first answer, with the database there. */
async function startApi(): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  const seconds: number[] = [];
  for (let time = 0; time < times; time++) {
    const additions = { DATABASE_URL: database.databaseUrl };
    const before = performance.now();
    const api = await startContestant('api', findEntry('api'), database.folder, additions);
    seconds.push((performance.now() - before) / 1_000);
    await api.stop();
  }
  return median(seconds);
}

/** What `npm start` runs, on an empty folder and again on the same one, to the URL it prints. */
async function startSystem(): Promise<{ first: number; again: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'armature-bench-'));
  try {
    const first = await secondsToGreeting(folder);
    return { first, again: await secondsToGreeting(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsToGreeting(folder: string): Promise<number> {
  const entry = join(findProjectFolder(), 'dist/apps/launcher/src/main.js');
  const env = childEnvironment({ PORT: `${await findFreePort()}` });
  const before = performance.now();
  const child = spawn(process.execPath, [entry, '--data-dir', folder], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'] as const,
  });
  const exited = once(child, 'exit');
  let seconds = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('/graphql') || seconds > 0) continue;
    seconds = (performance.now() - before) / 1_000;
    child.kill('SIGINT');
  }
  await exited;
  if (seconds === 0) throw new Error('the system did not start');
  return seconds;
}

/** Start-up to the first answer. */
export async function measureStartUp(): Promise<Finding[]> {
  const api = await startApi();
  const system = await startSystem();
  const of = (what: string, seconds: number, aim: string): Finding => ({
    what,
    measured: `${seconds.toFixed(2)} s`,
    aim,
  });
  return [
    of('start-up to the first answer: API', api, ''),
    of('the whole system, nothing there', system.first, ''),
    of('the whole system, again', system.again, ''),
  ];
}
