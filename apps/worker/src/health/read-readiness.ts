import type { AzureProblem } from '#libs/azure';
import { isStuck, type Undelivered } from '#libs/outbox';
import type { DueWork } from '../schedules/watch-process.js';
import type { Work } from '../schedules/watchdog.js';

export interface Health {
  /** What waits, asked beside the pool. Rejects where the database does not answer. */
  dueWork(): Promise<DueWork>;
  /** Whether statements over the pool are answered. */
  isAnswering(): Promise<boolean>;
  /** Seconds since this worker last did some of it, or since its start. */
  idleSeconds(work: Work): number;
  azureProblems(): AzureProblem[];
}

export interface Readiness {
  ready: boolean;
  oldestDueSeconds?: number;
  oldestLookSeconds?: number;
  undelivered?: Undelivered;
  /** What is in the way of the work, in sentences; absent where nothing is. */
  problems?: string[];
  azure?: ReturnType<typeof shown>[];
}

/** How long work may wait while this worker takes none. */
const longestDueSeconds = 60;

/**
 * Whether this worker can do its work: PostgreSQL answers, reminders reach the queue, what is due is being taken, and Azure
 * takes the credential and the subscription. By what became of the work, and not by a PING of Redis, which answers
 * where no script runs. Never rejects.
 */
export async function readReadiness(health: Health): Promise<Readiness> {
  const azure = health.azureProblems().map(shown);
  const told = azure.length > 0 ? { azure } : {};
  try {
    const [due, answers] = await Promise.all([health.dueWork(), health.isAnswering()]);
    const problems = [...(answers ? [] : [unanswered]), ...problemsOf(due, health)];
    return {
      ready: problems.length === 0 && azure.length === 0,
      ...due,
      ...(problems.length > 0 && { problems }),
      ...told,
    };
  } catch {
    return { ready: false, problems: ['The database does not answer.'], ...told };
  }
}

const unanswered =
  'The database answers, and not over the connections that this worker holds: they are given up within seconds.';

function problemsOf(due: DueWork, { idleSeconds }: Health): string[] {
  const { oldestDueSeconds, oldestLookSeconds, undelivered } = due;
  const problems: string[] = [];
  if (isStuck(undelivered))
    problems.push(
      `${undelivered.count} reminders do not reach the queue, the oldest for ${Math.floor(undelivered.oldestSeconds)} s: see what the log says of the queue.`,
    );
  // A long queue of which this worker takes its share is no reason to take the worker away.
  const idle = { operations: idleSeconds('operations'), looks: idleSeconds('looks') };
  if (oldestDueSeconds >= longestDueSeconds && idle.operations >= longestDueSeconds)
    problems.push(
      `An operation has been due for ${Math.floor(oldestDueSeconds)} s, and this worker has taken none for ${Math.floor(idle.operations)} s.`,
    );
  if (oldestLookSeconds >= longestDueSeconds && idle.looks >= longestDueSeconds)
    problems.push(
      `A look at Azure has been due for ${Math.floor(oldestLookSeconds)} s, and this worker has looked at nothing for ${Math.floor(idle.looks)} s.`,
    );
  return problems;
}

const shown = ({ code, message, remedy }: AzureProblem) => ({ code, message, remedy });
