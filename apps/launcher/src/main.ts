import '#libs/node-version';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#libs/config';
import { findProjectFolder } from './processes/find-built.js';
import { startSystem, type RunningSystem } from './system/start-system.js';

/** `npm start [-- --data-dir <folder>]`: all of Armature on this machine, until Ctrl-C. */
const { values: told } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
const clockRate = 20;
const interruption = new AbortController();
const hurry = new AbortController();
let system: RunningSystem | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void leave(signal));
}

try {
  const config = readConfig();
  system = await startSystem({
    dataDir: told['data-dir'] ?? join(findProjectFolder(), '.armature'),
    port: config.http.port,
    clockRate,
    log: (line) => console.log(line),
    redisUrl: config.redis?.url,
    logLevel: config.log.level,
    signal: interruption.signal,
    hurry: hurry.signal,
  });
  greet(system);
  const reason = await system.failed;
  console.error(`\nStopping, because ${reason}`);
  await system.stop();
  process.exit(1);
} catch (error) {
  if (interruption.signal.aborted) process.exit(0);
  console.error(
    `\nArmature did not start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}

async function leave(signal: NodeJS.Signals): Promise<void> {
  const impatient = interruption.signal.aborted && signal === 'SIGINT';
  if (interruption.signal.aborted && !impatient) return;
  console.log(impatient ? '\nstopping at once' : '\nstopping; once more Ctrl-C stops at once');
  interruption.abort(new Error('interrupted'));
  if (impatient) hurry.abort();
  if (!system) return;
  await system.stop(impatient);
  process.exit(0);
}

function greet({ graphqlUrl, apiKey, database, simulator }: RunningSystem): void {
  console.log(`
Armature runs. Ctrl-C stops it; the next start finds everything as it was.

  GraphQL   ${graphqlUrl}  (in a browser: GraphiQL)
  API key   ${apiKey}
  Database  DATABASE_URL=${database.databaseUrl} npm run audit:verify
  Azure     simulated; its clock and faults: ${simulator.controlEndpoint} (apps/azure-simulator/README.md)

Try it:
  curl -s ${graphqlUrl} -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' -d '{"query":"{ viewer { displayName } }"}'
`);
}
