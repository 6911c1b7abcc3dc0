import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
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

/** Milliseconds that entries wait for small requests of others: with ever new ones they still get on. */
const patienceMs = 20;

/** Small requests that are being answered. Their own lists wait for nobody. */
const small = new Set<RequestContext>();
let noneSmall = Promise.withResolvers<void>();

/** Notes a small request, before which long lists of others step back. To be called once it is answered: what is returned. */
export function stepAhead(request: RequestContext): () => void {
  if (small.size === 0) noneSmall = Promise.withResolvers();
  small.add(request);
  return () => {
    small.delete(request);
    if (small.size === 0) noneSmall.resolve();
  };
}

/** Lets other requests run, where this turn of the event loop has taken its time or a small one is being answered. */
export async function giveWay(request: RequestContext): Promise<void> {
  if (small.size > 0 && !small.has(request))
    await Promise.race([noneSmall.promise, sleep(patienceMs, undefined, { ref: false })]);
  while (isOver()) await nextTurn();
}

/** Works on entries in their order, some of them in each turn of the event loop. */
export async function mapInTurns<T, U>(entries: readonly T[], work: (entry: T) => U): Promise<U[]> {
  const done: U[] = [];
  for (const entry of entries) {
    if (done.length % entriesAtOnce === 0) while (isOver()) await nextTurn();
    done.push(work(entry));
  }
  return done;
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
      before = (lastOf.get(request) ?? Promise.resolve()).then(() => giveWay(request));
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
