import '#libs/node-version';
import { readEnvironment } from './read-environment.js';
import { startSimulator } from './start-simulator.js';

/** Starts the simulator, prints where it is as one line of JSON, and stops cleanly on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const { stop, ...address } = await startSimulator(readEnvironment(process.env));
  const end = (): void => {
    process.off('SIGTERM', end).off('SIGINT', end);
    void stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  process.stdout.write(`${JSON.stringify(address)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
