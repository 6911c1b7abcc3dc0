import type { Job, WorkerOptions } from 'bullmq';
import { PatientWorker } from './patient-worker.js';
import { createBackend, postgresConnection } from './postgres-backend.js';
import { connectConsumer } from './redis-connection.js';
import type { ReminderJob } from './reminder.js';
import { defaultPrefix, queueName, type QueueSettings } from './queue-settings.js';

export interface ReminderWorkerOptions extends QueueSettings {
  /** Operations worked on at once. */
  concurrency: number;
  /** The signal is aborted when the job's lock is lost, or the worker stops. Rejections go to `onError`. */
  process(operationId: string, signal: AbortSignal): Promise<void>;
}

export interface ReminderWorker {
  /**
   * Resolves when the backend is there. Rejects where it was not: BullMQ on PostgreSQL remembers a failed first
   * connection for ever, so the process should end and be restarted.
   */
  ready(): Promise<void>;
  /** Takes nothing more and waits for what runs, at most `capMs`; then aborts it and leaves: leases do the rest. */
  close(capMs: number): Promise<void>;
}

interface Backend {
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
  on(event: 'lockRenewalFailed', listener: (jobIds: string[]) => void): unknown;
  cancelJob(jobId: string, reason?: string): boolean;
  cancelAllJobs(reason?: string): void;
  close(force?: boolean): Promise<void>;
}

/**
 * Counting tries is Postgres's affair (operation.dequeues): BullMQ would give a job up after the second kill -9.
 * A worker that died is missed after lockDuration; the sweep reminds again long before.
 */
const common: Omit<WorkerOptions, 'connection'> = {
  lockDuration: 30_000,
  stalledInterval: 15_000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1_000,
  drainDelay: 3,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
};

/** Starts taking reminders. */
export function startReminderWorker(options: ReminderWorkerOptions): ReminderWorker {
  const { onError = () => undefined } = options;
  // Three parameters: BullMQ hands the signal only to those who take it.
  const process = (job: Job<ReminderJob>, _token?: string, signal?: AbortSignal): Promise<void> =>
    options.process(job.data.operationId, signal ?? new AbortController().signal);
  const { worker, disconnect } = options.redisUrl
    ? onRedis(options, options.redisUrl, process)
    : onPostgres(options, process);
  worker.on('error', onError);
  worker.on('failed', (_job, error) => onError(error));
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'the lock is lost');
  });
  return {
    ready: async () => void (await worker.waitUntilReady()),
    close: (capMs) => closeWithin(worker, capMs).finally(disconnect),
  };
}

type Process = (job: Job<ReminderJob>, token?: string, signal?: AbortSignal) => Promise<void>;

function onRedis(options: ReminderWorkerOptions, url: string, process: Process) {
  const { prefix = defaultPrefix, concurrency, onError = () => undefined } = options;
  const connection = connectConsumer(options, url);
  connection.on('error', onError);
  const worker = new PatientWorker(queueName, process, {
    ...common,
    concurrency,
    connection,
    prefix,
  });
  return { worker: worker as Backend, disconnect: () => connection.disconnect() };
}

function onPostgres({ databaseUrl, concurrency }: ReminderWorkerOptions, process: Process) {
  const settings = {
    ...common,
    concurrency,
    connection: postgresConnection(databaseUrl, 6),
  };
  const worker = new PatientWorker(queueName, process, settings, createBackend);
  return { worker: worker as Backend, disconnect: () => undefined };
}

async function closeWithin(worker: Backend, capMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const capped = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      worker.cancelAllJobs('the worker stops');
      resolve();
    }, capMs);
  });
  await Promise.race([worker.close().catch(() => undefined), capped]);
  clearTimeout(timer);
}
