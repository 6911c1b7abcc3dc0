import type { ManagedProcess, ProcessSpec } from '../processes/managed-process.js';
import type { DataFolder, SystemMemory } from './data-folder.js';
import type { RunningParts } from './running-parts.js';
import { startDatabase, type SystemDatabase } from './start-database.js';
import { startSimulatorProcess, type SimulatorAddress } from './start-simulator-process.js';

const simulatorStopMs = 10_000;

export interface Foundations {
  database: SystemDatabase;
  simulator: ManagedProcess;
  address: SimulatorAddress;
}

export interface FoundationOptions {
  folder: DataFolder;
  memory: SystemMemory;
  ports: { postgres: number; simulator: number };
  clockRate: number;
  simulatorSpec: Pick<ProcessSpec, 'logFile' | 'onLine' | 'onUnexpectedExit'>;
  onUnexpectedExit: (reason: string) => void;
  signal: AbortSignal | undefined;
}

/** Starts what API and worker stand on, both at once, and hands each to `parts` even when the other one fails. */
export async function startFoundations(
  options: FoundationOptions,
  parts: RunningParts,
): Promise<Foundations> {
  const { folder, memory, ports } = options;
  const starting = [
    startDatabase(folder, memory, ports.postgres, options.onUnexpectedExit),
    startSimulatorProcess({
      stateDir: folder.azure,
      port: ports.simulator,
      clockRate: options.clockRate,
      spec: options.simulatorSpec,
      signal: options.signal,
    }),
  ] as const;
  const [database, simulator] = await Promise.allSettled(starting);
  if (database.status === 'fulfilled') {
    parts.add((forced) => database.value.stop(forced ? 'immediate' : 'fast'));
  }
  if (simulator.status === 'fulfilled') {
    const { process } = simulator.value;
    parts.add((forced) => (forced ? process.kill('SIGKILL') : process.stop(simulatorStopMs)));
  }
  const started = await Promise.all(starting);
  return { database: started[0], simulator: started[1].process, address: started[1].address };
}
