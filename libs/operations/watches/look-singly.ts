import type { Sql } from '#libs/database';
import type { Clock } from '#libs/kernel';
import { secondsToNextLook } from '../retry-after.rules.js';
import type { FindDuration } from '../progress/step-duration.js';
import { lookAtOne, type Looker, type Seen } from './look-at-one.js';
import type { LookPace } from './look-pace.js';
import { nextLookMs } from './look.rules.js';
import {
  endWatches,
  noteUnread,
  putOffWatches,
  type DueOperation,
  type EndedWatch,
  type NextLook,
  type Watch,
} from './watch.repository.js';

export interface LookDependencies extends Looker {
  pool: Sql;
  clock: Clock;
  pace: LookPace;
  findDuration: FindDuration;
  /** From 0 to 1: spreads looks. */
  random(): number;
  /** Told at once of operations whose wait is over; the sweep finds those that are lost here. */
  due(operations: readonly DueOperation[]): Promise<void>;
}

/** Calls to ARM under way at once for one group. */
const atOnce = 16;

/** Asks about each by itself. */
export async function lookSingly(
  deps: LookDependencies,
  watches: readonly Watch[],
  signal: AbortSignal,
): Promise<void> {
  await lookInTurns(deps, watches, (watch) => lookAtOne(deps, watch, signal));
}

/** A few at a time, each few written as soon as they are known: a queue for reads must not hold up the first. */
export async function lookInTurns(
  deps: LookDependencies,
  watches: readonly Watch[],
  look: (watch: Watch) => Promise<Seen>,
): Promise<void> {
  for (let from = 0; from < watches.length; from += atOnce) {
    const few = watches.slice(from, from + atOnce);
    const looked = few.map(async (watch) => ({ watch, seen: await look(watch) }));
    await writeLooks(deps, await Promise.all(looked));
  }
}

/** Ends what has ended and puts off the rest: Retry-After first, then what such steps took before. */
export async function writeLooks(
  deps: LookDependencies,
  looked: readonly { watch: Watch; seen: Seen }[],
): Promise<void> {
  const ended: EndedWatch[] = [];
  const next: NextLook[] = [];
  for (const { watch, seen } of looked) {
    const { operationId, createdAt } = watch;
    if (seen.is === 'ended') ended.push({ operationId, createdAt, observation: seen.observation });
    else next.push({ operationId, createdAt, ...putOff(deps, watch, seen) });
  }
  await deps.due(await endWatches(deps.pool, ended));
  await putOffWatches(deps.pool, next);
  await tellUnread(deps.pool, looked);
}

/** Says in the steps' messages which answers told nothing, and takes that back once one does. */
export async function tellUnread(
  pool: Sql,
  looked: readonly { watch: Watch; seen: Seen }[],
): Promise<void> {
  const told = looked.flatMap(({ watch, seen }) => {
    if (seen.is === 'ended' || seen.unread === 'as before') return [];
    if (!seen.unread && !watch.troubled) return [];
    const { operationId, createdAt } = watch;
    return [{ operationId, createdAt, ...(seen.unread && { error: seen.unread }) }];
  });
  await noteUnread(pool, told);
}

function putOff(
  deps: LookDependencies,
  watch: Watch,
  { retryAfterSeconds, handle }: Extract<Seen, { is: 'under way' }>,
): Pick<NextLook, 'lookAfterMs' | 'handle'> {
  const lookAfterMs =
    retryAfterSeconds === undefined
      ? paceOf(deps, watch)
      : secondsToNextLook(retryAfterSeconds) * 1_000;
  return { lookAfterMs, ...(handle && { handle }) };
}

/** Milliseconds until the next look where ARM named none. */
export function paceOf(deps: LookDependencies, watch: Watch): number {
  const wantedMs = nextLookMs(watch.ageMs, deps.findDuration(watch.kind, watch.stepName));
  const leastMs = deps.pace.roundMs(watch.subscriptionId);
  return Math.max(wantedMs, leastMs) * (0.95 + deps.random() * 0.1);
}
