import { z } from 'zod';
import { childEnvironment } from '#libs/config';
import { ManagedProcess, type ProcessSpec } from '../processes/managed-process.js';
import { waitUntil } from '../processes/wait-until.js';
import { findEntry } from './find-entry.js';

/** What the simulator prints when it is ready. */
const addressSchema = z.object({
  armEndpoint: z.string(),
  identityEndpoint: z.string(),
  identityHeader: z.string(),
  caFile: z.string(),
  subscriptionId: z.string(),
  tenantId: z.string(),
  controlEndpoint: z.string(),
});

export type SimulatorAddress = z.infer<typeof addressSchema>;

export interface SimulatorProcessOptions {
  stateDir: string;
  port: number;
  /** Simulated seconds per second. */
  clockRate: number;
  spec: Pick<ProcessSpec, 'logFile' | 'onLine' | 'onUnexpectedExit'>;
  signal: AbortSignal | undefined;
}

/** Starts the Azure simulator and resolves when it answers. Poll URLs name its port: give it the same one again. */
export async function startSimulatorProcess(
  options: SimulatorProcessOptions,
): Promise<{ process: ManagedProcess; address: SimulatorAddress }> {
  let address: SimulatorAddress | undefined;
  let ended: string | undefined;
  const simulator = new ManagedProcess({
    ...options.spec,
    name: 'azure-simulator',
    entry: findEntry('azure-simulator'),
    environment: childEnvironment({
      SIMULATOR_PORT: `${options.port}`,
      SIMULATOR_STATE_DIR: options.stateDir,
      SIMULATOR_CLOCK_RATE: `${options.clockRate}`,
    }),
    isSecret: (line) => readAddress(line) !== undefined,
    onLine: (line, stream) => {
      if (stream === 'stdout') address ??= readAddress(line);
      options.spec.onLine?.(line, stream);
    },
    onUnexpectedExit: (reason) => {
      ended = reason;
      options.spec.onUnexpectedExit?.(reason);
    },
  });
  await simulator.start();
  const isReady = () => {
    if (ended !== undefined) throw new Error(ended);
    return address !== undefined;
  };
  try {
    await waitUntil('the Azure simulator', isReady, { timeoutMs: 30_000, signal: options.signal });
  } catch (error) {
    await simulator.kill('SIGKILL');
    throw error;
  }
  return { process: simulator, address: addressSchema.parse(address) };
}

function readAddress(line: string): SimulatorAddress | undefined {
  if (!line.startsWith('{')) return undefined;
  return addressSchema.safeParse(JSON.parse(line)).data;
}
