import { Queue, type JobsOptions } from 'bullmq';
import { postgresConnection, PostgresQueue } from './postgres-backend.js';
import { connectProducer } from './redis-connection.js';
import { jobIdOf, type Reminder, type ReminderJob } from './reminder.js';
import { within } from './within.js';
import { defaultPrefix, queueName, QueueUnfit, type QueueSettings } from './queue-settings.js';

/** How long an add may take before it counts as lost; `queue.add` itself would wait for ever. */
const addTimeoutMs = 5_000;

/** A backend that is away is not waited for. */
const closeTimeoutMs = 2_000;

const jobOptions: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

export interface ReminderQueue {
  /**
   * Resolves when the backend is there and has answered a command. Rejects where it has not: then this queue is of no use,
   * open another one. QueueUnfit: another one would be as useless.
   */
  ready(): Promise<void>;
  /** Queues all, or rejects after at most five seconds: then some may be queued. Never call it in a request. */
  remind(reminders: readonly Reminder[]): Promise<void>;
  /** What waits or is being worked on. */
  size(): Promise<number>;
  close(): Promise<void>;
}

interface Job {
  name: string;
  data: ReminderJob;
  opts: JobsOptions;
}

/** What both backends have in common, as far as it is used. */
interface Backend {
  waitUntilReady(): Promise<unknown>;
  add(name: string, data: ReminderJob, opts: JobsOptions): Promise<unknown>;
  addBulk(jobs: Job[]): Promise<unknown>;
  getJobCountByTypes(...types: ('waiting' | 'active' | 'delayed')[]): Promise<number>;
  close(): Promise<void>;
}

/** Opens the queue for adding. Connects in the background: while its backend is away, `remind` rejects. */
export function openReminderQueue(settings: QueueSettings): ReminderQueue {
  const { backend, disconnect } = settings.redisUrl
    ? onRedis(settings, settings.redisUrl)
    : onPostgres(settings);
  const size = () => backend.getJobCountByTypes('waiting', 'active', 'delayed');
  return {
    async ready() {
      await backend.waitUntilReady();
      await size().catch((cause: unknown) => {
        throw explainSize(cause, settings);
      });
    },
    async remind(reminders) {
      if (reminders.length > 0) await within(addTimeoutMs, add(backend, reminders.map(toJob)));
    },
    size,
    async close() {
      await within(closeTimeoutMs, backend.close()).catch(() => undefined);
      disconnect();
    },
  };
}

const toJob = (reminder: Reminder): Job => ({
  name: 'advance',
  data: { operationId: reminder.operationId },
  opts: { ...jobOptions, jobId: jobIdOf(reminder), delay: Math.ceil(reminder.afterMs ?? 0) },
});

async function add(backend: Backend, jobs: Job[]): Promise<void> {
  await backend.waitUntilReady();
  const [first] = jobs;
  // One alone is cheaper by itself: on PostgreSQL a bulk makes two temporary tables.
  if (jobs.length === 1 && first) await backend.add(first.name, first.data, first.opts);
  else await backend.addBulk(jobs);
}

function onRedis(settings: QueueSettings, url: string) {
  const { prefix = defaultPrefix, onError = () => undefined } = settings;
  const connection = connectProducer(settings, url);
  connection.on('error', onError);
  const queue = new Queue<ReminderJob>(queueName, { connection, prefix });
  queue.on('error', onError);
  return { backend: queue as Backend, disconnect: () => connection.disconnect() };
}

function onPostgres({ databaseUrl, onError = () => undefined }: QueueSettings) {
  const queue = new PostgresQueue<ReminderJob>(queueName, {
    connection: postgresConnection(databaseUrl, 2),
  });
  queue.on('error', onError);
  return { backend: queue as Backend, disconnect: () => undefined };
}

/** No such function, no such table. */
const notFound = new Set(['42883', '42P01']);

function explainSize(cause: unknown, { redisUrl }: QueueSettings): unknown {
  const { code, message } = cause as { code?: string; message: string };
  if (redisUrl !== undefined || !notFound.has(code ?? '')) return cause;
  return new QueueUnfit(
    `BullMQ does not find its tables on its connections to PostgreSQL (${message}): the search_path that it sets with ` +
      '`options` is lost on the way, as with ignore_startup_parameters of a bouncer. Set DATABASE_DIRECT_URL to the database itself.',
    { cause },
  );
}
