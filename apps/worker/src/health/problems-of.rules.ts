import { isStuck } from '#libs/outbox';
import type { DueWork } from '../work/watch-process.js';
import type { Work } from '../work/watchdog.js';

/** How long work may wait while this worker takes none. */
const longestDueSeconds = 60;

/**
 * What is in the way of the work, in sentences. `answers`: whether statements over the pool are answered. `idleSeconds`:
 * since this worker last did some of it, or since its start.
 */
export function problemsOf(
  { oldestDueSeconds, oldestLookSeconds, undelivered }: DueWork,
  answers: boolean,
  idleSeconds: (work: Work) => number,
): string[] {
  const problems: string[] = answers ? [] : [unanswered];
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

const unanswered =
  'The database answers, and not over the connections that this worker holds: they are given up within seconds.';
