import type { AzureProblem } from '#libs/azure';
import { isAnswering, type Database } from '#libs/database';
import { errorFacts, type Log } from '#libs/log';
import { defaultStepLimitMs, noPorts, type ArmPort, type StepPorts } from '#libs/operations';
import type { ObserveDependencies } from '#libs/discovery';
import { startRelay } from '#libs/outbox';
import {
  checkRedis,
  openReminderQueue,
  startReminderWorker,
  type QueueSettings,
} from '#libs/queue';
import { createEngine } from './engine.js';
import { startHealthServer } from './health/start-health-server.js';
import { createAdvanceProcessor } from './processors/advance.processor.js';
import { startSchedules } from './schedules/start-schedules.js';
import { readDueWork } from './schedules/watch-process.js';
import { Watchdog } from './schedules/watchdog.js';

export interface WorkerOptions extends Pick<ObserveDependencies, 'kinds' | 'pace'> {
  database: Pick<Database, 'pool'>;
  queueSettings: QueueSettings;
  arm: ArmPort;
  /** Secrets and Kubernetes clusters; absent: there are none. */
  ports?: StepPorts;
  /** How long a claim holds; a worker that dies is missed for as long. */
  leaseMs: number;
  /** How long a step may take before its operation fails; absent: a day. */
  stepLimitMs?: number;
  /** Operations worked on at once. */
  concurrency: number;
  /** Why Azure cannot be used now: the worker is not ready then. Absent: nobody knows of any. */
  azureProblems?: () => AzureProblem[];
  /** Absent: no health endpoint. */
  healthPort?: number;
  log: Log;
  onWedged(): void;
}

export interface RunningWorker {
  healthPort: number | undefined;
  /** Takes nothing more, waits at most 20 s for what runs, and leaves the rest to the leases. */
  stop(): Promise<void>;
}

const stopCapMs = 20_000;

/** Starts everything a worker does. Rejects where the queue is unfit or PostgreSQL does not answer. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { log, arm, kinds, leaseMs, concurrency, pace } = options;
  const { stepLimitMs = defaultStepLimitMs } = options;
  const { pool } = options.database;
  const onError = (error: unknown): void => log.warn(errorFacts(error), 'queue');
  const queueSettings = await fitQueue(options.queueSettings);
  const queue = openReminderQueue({ ...queueSettings, onError });
  const engine = createEngine({
    pool,
    arm,
    kinds,
    queue,
    leaseMs,
    stepLimitMs,
    log,
    ...(pace.reads && { reads: pace.reads }),
    ports: options.ports ?? noPorts,
  });
  await engine.statistics.refresh();
  const watchdog = new Watchdog();
  const relay = startRelay({
    pool,
    queue,
    url: queueSettings.databaseUrl,
    onEvent: () => schedules.somethingHappened(),
    onRun: () => watchdog.did('reminders'),
    onError: (error) => log.warn(errorFacts(error), 'relaying the outbox'),
  });
  const schedules = startSchedules({
    pool,
    queue,
    relay,
    watchdog,
    log,
    look: engine.look,
    statistics: engine.statistics,
    stepLimitMs,
    observe: {
      pool,
      arm,
      pace,
      kinds,
    },
    url: queueSettings.databaseUrl,
    isQueueThere: () => isQueueThere(queueSettings),
    onWedged: options.onWedged,
  });
  const process = createAdvanceProcessor(engine.advance, log, () => watchdog.did('operations'));
  const worker = startReminderWorker({ ...queueSettings, onError, concurrency, process });
  await Promise.all([queue.ready(), worker.ready()]);
  const { healthPort } = options;
  const health =
    healthPort === undefined
      ? undefined
      : await startHealthServer(healthPort, {
          dueWork: () => readDueWork(queueSettings.databaseUrl),
          isAnswering: () => isAnswering(pool),
          idleSeconds: (work) => watchdog.idleSeconds(work),
          azureProblems: options.azureProblems ?? (() => []),
        });
  return {
    healthPort: health?.port,
    stop: async () => {
      await Promise.all([schedules.stop(), relay.close(), worker.close(stopCapMs)]);
      await Promise.all([queue.close(), health?.close()]);
    },
  };
}

/** On PostgreSQL whoever asks knows already. */
const isQueueThere = (settings: QueueSettings): Promise<boolean> =>
  fitQueue(settings).then(
    () => true,
    () => false,
  );

const fitQueue = async (settings: QueueSettings): Promise<QueueSettings> =>
  settings.redisUrl ? checkRedis(settings, settings.redisUrl) : settings;
