import { spawnSync } from 'node:child_process';

/**
 * Carries as many operations as its argument says through kills, FLUSHALL, restarts, SIGSTOP and swallowed connections,
 * and fails where one of them is lost, doubled or stuck. Prints its seed, which ARMATURE_CHAOS_SEED replays.
 */
const [asked = '200'] = process.argv.slice(2);
const operations = Number(asked);
if (!Number.isInteger(operations) || operations < 200 || operations % 200 !== 0) {
  console.error(`${asked}: the number of operations is a multiple of 200, such as 10000.`);
  process.exit(2);
}
const vitest = ['vitest', 'run', '--root', '.', '--config', 'test/chaos/vitest.config.ts'];
const { status } = spawnSync('npx', vitest, {
  stdio: 'inherit',
  env: { ...process.env, ARMATURE_CHAOS_OPERATIONS: `${operations}` },
});
process.exit(status ?? 1);
