import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RequestContext } from '#libs/verbs';

/** Milliseconds of one turn of the event loop that the entries of long lists may take. */
const turnMs = 4;

/** So many entries are completed before the clock is looked at. */
const entriesAtOnce = 10;

/** When this turn of the event loop began, as far as it was noticed here. */
let beganMs: number | undefined;

function isOver(): boolean {
  if (beganMs !== undefined) return performance.now() - beganMs > turnMs;
  beganMs = performance.now();
  setImmediate(() => (beganMs = undefined));
  return false;
}

async function giveWay(): Promise<void> {
  while (isOver()) await nextTurn();
}

/** Resolves when the last entries that a request has waiting may be completed. */
const lastOf = new WeakMap<RequestContext, Promise<void>>();

/**
 * The entries of a list for GraphQL to complete: the first ten as they are, the others as promises that let other
 * requests run when this turn of the event loop has taken its time. `entry` makes the one at an index.
 */
export function inTurns<T>(
  request: RequestContext,
  length: number,
  entry: (index: number) => T,
): (T | Promise<T>)[] {
  let before: Promise<void> | undefined;
  return Array.from({ length }, (_, index) => {
    if (index > 0 && index % entriesAtOnce === 0) {
      before = (lastOf.get(request) ?? Promise.resolve()).then(giveWay);
      lastOf.set(request, before);
    }
    return before ? before.then(() => entry(index)) : entry(index);
  });
}

/** Resolves when no list of the request has entries that wait: what they look up together is known then. */
export async function allListed(request: RequestContext): Promise<void> {
  let last: Promise<void> | undefined;
  while (last !== lastOf.get(request)) await (last = lastOf.get(request));
}
