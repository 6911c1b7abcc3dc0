import { join } from 'node:path';
import type { ManagedProcess, ProcessSpec } from '../processes/managed-process.js';
import { remember, type DataFolder } from './data-folder.js';
import { makeDevelopmentKey } from './development-key.js';
import { noteChildren } from './leftovers.js';
import { openSystemFolder, type OpenedFolder } from './open-system-folder.js';
import { RunningParts } from './running-parts.js';
import { controlSimulator } from './ask-simulator.js';
import { createApps, waitForApi } from './start-apps.js';
import type { SystemDatabase } from './start-database.js';
import { startFoundations } from './start-foundations.js';
import type { SimulatorAddress } from './start-simulator-process.js';
import { createRepetitionFilter, summariseLogLine } from './summarise-log.js';

export interface SystemOptions {
  /** Everything that must survive a restart lies here. One system at a time. */
  dataDir: string;
  /** Port of the GraphQL endpoint on 127.0.0.1; 0 for any. */
  port: number;
  /** Simulated seconds per second. */
  clockRate: number;
  /** Told in a line what happens, and of the processes' errors. */
  log: (line: string) => void;
  /** BullMQ on this Redis instead of on PostgreSQL. */
  redisUrl?: string | undefined;
  /** Log level of API and worker; info unless told. */
  logLevel?: string;
  /** Whose tokens the API takes, beside API keys. */
  people?: People | undefined;
  /** Aborting it while the system starts ends the start; what was started is stopped. */
  signal?: AbortSignal;
  /** Aborting it after `signal` ends what was started without waiting for it. */
  hurry?: AbortSignal;
}

/** Persons and groups of the simulated Entra ID, and whom its tokens are for. */
export interface People {
  /** What the simulator's `POST directory` takes. */
  directory: object;
  audience: string;
}

export interface RunningSystem {
  graphqlUrl: string;
  /** A platform-wide admin's key, the same at every start of the same folder. */
  apiKey: string;
  simulator: SimulatorAddress;
  database: Pick<SystemDatabase, 'databaseUrl' | 'migrationUrl' | 'adminUrl' | 'restart'>;
  /** To be killed and started again by tests. Killing one through these is no failure. */
  processes: { api: ManagedProcess; worker: ManagedProcess; simulator: ManagedProcess };
  /** Resolves when the API answers, e.g. after a restart. */
  apiIsReady(): Promise<void>;
  /** Resolves with the reason when a part ends that nobody asked to; the rest still runs then. */
  failed: Promise<string>;
  /** Ends worker and API, then the simulator, then PostgreSQL; at most about a minute, with `forced` at once. */
  stop(forced?: boolean): Promise<void>;
}

const appStopMs = 25_000;

/**
 * Starts PostgreSQL, the Azure simulator, the API and a worker, and resolves when GraphQL answers. Rejects with a
 * message for people (AlreadyRunningError where that is it) after stopping what it had started.
 */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const parts = new RunningParts();
  try {
    return await startParts(options, parts);
  } catch (error) {
    options.hurry?.addEventListener('abort', () => void parts.stop(true));
    await parts.stop(options.hurry?.aborted);
    throw error;
  }
}

async function startParts(options: SystemOptions, parts: RunningParts): Promise<RunningSystem> {
  const { signal, log } = options;
  const opened = await openSystemFolder(options.dataDir, options.port, parts);
  const failure = Promise.withResolvers<string>();
  const specFor = createSpecs(opened.folder, log, failure.resolve);

  log('starting PostgreSQL and the Azure simulator');
  if (!opened.folder.postgres.startsWith(opened.folder.root)) {
    log(
      `PostgreSQL may not enter ${opened.folder.root}; its data lies in ${opened.folder.postgres}`,
    );
  }
  const { database, simulator, address } = await startFoundations(
    {
      ...opened,
      clockRate: options.clockRate,
      simulatorSpec: specFor('azure-simulator'),
      onUnexpectedExit: failure.resolve,
      signal,
    },
    parts,
  );
  signal?.throwIfAborted();

  if (options.people) await controlSimulator(address, 'directory', options.people.directory);
  log('starting the API and a worker');
  const apps = createApps({
    port: opened.ports.http,
    databaseUrl: database.databaseUrl,
    redisUrl: options.redisUrl,
    logLevel: options.logLevel ?? 'info',
    simulator: address,
    audience: options.people?.audience,
    specFor,
  });
  const endApp = (app: ManagedProcess) => (forced: boolean) =>
    forced ? app.kill('SIGKILL') : app.stop(appStopMs);
  parts.add(endApp(apps.api), endApp(apps.worker));
  const graphqlUrl = `http://127.0.0.1:${opened.ports.http}/graphql`;
  const apiIsReady = () => waitForApi(apps.api, graphqlUrl, signal);
  await Promise.all([apps.api.start(), apps.worker.start()]);
  await noteChildren(opened.folder, [simulator.pid, apps.api.pid, apps.worker.pid]);
  const apiKey = await keepKey(opened, database.databaseUrl);
  await Promise.race([apiIsReady(), rejectOn(failure.promise)]);

  return {
    graphqlUrl,
    apiKey,
    simulator: address,
    database,
    processes: { ...apps, simulator },
    apiIsReady,
    failed: failure.promise,
    stop: (forced) => parts.stop(forced),
  };
}

async function keepKey({ folder, memory }: OpenedFolder, databaseUrl: string): Promise<string> {
  const apiKey = memory.apiKey ?? (await makeDevelopmentKey(databaseUrl));
  await remember(folder, { ...memory, apiKey });
  return apiKey;
}

async function rejectOn(failed: Promise<string>): Promise<never> {
  throw new Error(await failed);
}

function createSpecs(
  folder: DataFolder,
  log: (line: string) => void,
  onUnexpectedExit: (reason: string) => void,
): (name: string) => Pick<ProcessSpec, 'logFile' | 'onLine' | 'onUnexpectedExit'> {
  const isNew = createRepetitionFilter(() => performance.now());
  return (name) => ({
    logFile: join(folder.logs, `${name}.log`),
    onLine: (line, stream) => {
      const summary = summariseLogLine(name, line, stream);
      if (summary !== undefined && isNew(summary)) log(summary);
    },
    onUnexpectedExit,
  });
}
