import { onceAborted } from './once-aborted.js';

/**
 * Takes up one request of a principal in each turn of the event loop. To read, check and price a document takes a
 * millisecond or more: a hundred that come at once leave room for those of others in between.
 */
export class ArrivalLane {
  /** Of each principal who had a request taken up in this turn, those that wait for the next ones. */
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Resolves when it is this request's turn. Rejects with the signal's reason once that aborts. */
  async enter(principalId: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const others = this.waiting.get(principalId);
    if (others) return waitAmong(others, signal);
    this.waiting.set(principalId, new Set());
    if (this.waiting.size === 1) setImmediate(() => this.turn());
  }

  private turn(): void {
    for (const [principalId, others] of this.waiting) {
      const [next] = others;
      if (next) next();
      else this.waiting.delete(principalId);
    }
    if (this.waiting.size > 0) setImmediate(() => this.turn());
  }
}

async function waitAmong(others: Set<() => void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const begin = (): void => {
    others.delete(begin);
    resolve();
  };
  others.add(begin);
  const stopWatching = onceAborted(signal, () => {
    others.delete(begin);
    reject(signal.reason as Error);
  });
  await promise.finally(stopWatching);
}
