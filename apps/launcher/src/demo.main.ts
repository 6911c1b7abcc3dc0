import '#libs/node-version';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#libs/config';
import { directoryOf } from './demo/company/directory.js';
import { hire, type Company } from './demo/company/hire.js';
import { runCompany } from './demo/company/run-company.js';
import { runDemo } from './demo/run-demo.js';
import { startSystem, type RunningSystem } from './system/start-system.js';

/**
 * `npm run demo [-- company] [-- --fail-with <ARM error code>]`: all of Armature in a temporary folder, its main job done by a
 * client, or a company with its people and groups in place of it, and everything stopped. Exits 1, saying why, when something
 * did not end as it should.
 */
const { values: told, positionals } = parseArgs({
  options: { 'fail-with': { type: 'string' } },
  allowPositionals: true,
});
const company = readCompany(positionals);
const clockRate = 60;
const wholeMs = 75_000;
const interruption = new AbortController();
const hurry = new AbortController();
const startedAtMs = performance.now();
let system: RunningSystem | undefined;
let reason = '';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupt(new Error(`interrupted by ${signal}`)));
}
setTimeout(() => interrupt(new Error(`not done within ${wholeMs / 1_000} s`)), wholeMs).unref();

const dataDir = await mkdtemp(join(tmpdir(), 'armature-demo-'));
try {
  system = await start();
  await Promise.race([demonstrate(system), endOf(system), interrupted()]);
  console.log(`\nAll ended as it should, in ${seconds()} s.`);
} catch (error) {
  reason = error instanceof Error ? error.message : String(error);
  console.error(`\nNot everything ended as it should (${seconds()} s):\n${reason}`);
  process.exitCode = 1;
}
await system?.stop(hurry.signal.aborted);
// A reason may name a log to read.
if (!reason.includes(dataDir)) await rm(dataDir, { recursive: true, force: true });
process.exit();

function start(): Promise<RunningSystem> {
  return startSystem({
    dataDir,
    port: 0,
    clockRate,
    people: company && directoryOf(company),
    log: (line) => console.log(line),
    logLevel: readConfig().log.level,
    signal: interruption.signal,
    hurry: hurry.signal,
  });
}

function demonstrate(on: RunningSystem): Promise<void> {
  return company ? runCompany(on, company) : runDemo(on, told['fail-with']);
}

function readCompany([name, ...others]: string[]): Company | undefined {
  if (name === undefined) return undefined;
  if (name === 'company' && others.length === 0) return hire();
  console.error('There are two demos: npm run demo, and npm run demo -- company');
  process.exit(1);
}

function interrupt(why: Error): void {
  if (interruption.signal.aborted) {
    hurry.abort();
    void system?.stop(true);
  }
  interruption.abort(why);
}

function interrupted(): Promise<never> {
  const { signal } = interruption;
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

/** Rejects when a part of the system ends by itself. */
async function endOf({ failed }: RunningSystem): Promise<never> {
  throw new Error(await failed);
}

function seconds(): string {
  return ((performance.now() - startedAtMs) / 1_000).toFixed(1);
}
