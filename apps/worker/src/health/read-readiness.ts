import type { AzureProblem } from '#libs/azure';
import { isStuck, type Undelivered } from '#libs/outbox';

export interface Health {
  /** The age of the oldest operation that wants a worker, seconds. Rejects where the database does not answer. */
  oldestDueSeconds(): Promise<number>;
  /** What no relay brings to the queue. Rejects where the database does not answer. */
  undelivered(): Promise<Undelivered>;
  /** Seconds since this worker last took a reminder, or since its start. */
  idleSeconds(): number;
  azureProblems(): AzureProblem[];
}

export interface Readiness {
  ready: boolean;
  oldestDueSeconds?: number;
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
 * where no script runs (reliability-facts, rule 9). Never rejects.
 */
export async function readReadiness(health: Health): Promise<Readiness> {
  const azure = health.azureProblems().map(shown);
  const told = azure.length > 0 ? { azure } : {};
  try {
    const [dueSeconds, undelivered] = await Promise.all([
      health.oldestDueSeconds(),
      health.undelivered(),
    ]);
    const problems = problemsOf(dueSeconds, undelivered, health.idleSeconds());
    return {
      ready: problems.length === 0 && azure.length === 0,
      oldestDueSeconds: dueSeconds,
      undelivered,
      ...(problems.length > 0 && { problems }),
      ...told,
    };
  } catch {
    return { ready: false, problems: ['The database does not answer.'], ...told };
  }
}

function problemsOf(dueSeconds: number, undelivered: Undelivered, idleSeconds: number): string[] {
  const problems: string[] = [];
  if (isStuck(undelivered))
    problems.push(
      `${undelivered.count} reminders do not reach the queue, the oldest for ${Math.floor(undelivered.oldestSeconds)} s: see what the log says of the queue.`,
    );
  // A long queue of which this worker takes its share is no reason to take the worker away.
  if (dueSeconds >= longestDueSeconds && idleSeconds >= longestDueSeconds)
    problems.push(
      `An operation has been due for ${Math.floor(dueSeconds)} s, and this worker has taken none for ${Math.floor(idleSeconds)} s.`,
    );
  return problems;
}

const shown = ({ code, message, remedy }: AzureProblem) => ({ code, message, remedy });
