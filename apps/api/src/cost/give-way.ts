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

/**
 * Lets other requests run, where this turn of the event loop has taken its time or a small one is being answered. A small
 * one gives way to nobody: what it holds is sooner let go.
 */
export async function giveWay(request: RequestContext): Promise<void> {
  if (small.has(request)) return;
  if (small.size > 0)
    await Promise.race([noneSmall.promise, sleep(patienceMs, undefined, { ref: false })]);
  while (isOver()) await nextTurn();
}

/** So many rows, a page, are read before the clock is looked at: one takes some microseconds. */
const rowsAtOnce = 101;

/** Works on rows in their order, a page of them at once and some more in each turn of the event loop. */
export async function mapInTurns<T, U>(rows: readonly T[], work: (row: T) => U): Promise<U[]> {
  const done = rows.slice(0, rowsAtOnce).map(work);
  while (done.length < rows.length) {
    while (isOver()) await nextTurn();
    done.push(...rows.slice(done.length, done.length + rowsAtOnce).map(work));
  }
  return done;
}

/** Resolves when the last entries that a request has waiting may be completed. */
const lastOf = new WeakMap<RequestContext, Promise<void>>();

/**
 * The entries of a list for GraphQL to complete: the first ten, and all of a small request, as they are, the others as
 * promises that let other requests run when this turn of the event loop has taken its time. `entry` makes the one at an index.
 */
export function inTurns<T>(
  request: RequestContext,
  length: number,
  entry: (index: number) => T,
): (T | Promise<T>)[] {
  let before: Promise<void> | undefined;
  const atOnce = small.has(request) ? length : entriesAtOnce;
  const entries: (T | Promise<T>)[] = [];
  for (let index = 0; index < length; index += 1) {
    if (index >= atOnce && index % entriesAtOnce === 0) {
      before = (lastOf.get(request) ?? Promise.resolve()).then(() => giveWay(request));
      lastOf.set(request, before);
    }
    entries.push(before ? before.then(() => entry(index)) : entry(index));
  }
  return entries;
}

/** Resolves when no list of the request has entries that wait: what they look up together is known then. */
export async function allListed(request: RequestContext): Promise<void> {
  let last: Promise<void> | undefined;
  while (last !== lastOf.get(request)) await (last = lastOf.get(request));
}
