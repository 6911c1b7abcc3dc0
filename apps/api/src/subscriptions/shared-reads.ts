import { LRUCache } from 'lru-cache';
import { endingWith } from '#libs/database';
import { onceAborted } from '../cost/once-aborted.js';

/** What nobody asks for again soon is let go. */
const keptMs = 1_000;
const mostKept = 1_000;

/** A reading that several may wait for. */
interface Begun {
  /** The change after which it began. */
  after: number;
  answer: Promise<unknown>;
  /** Who asked and has not left. */
  readers: number;
  /** Aborted once none of the readers waits any more. */
  over: AbortController;
}

/** Lets streams that want the same after the same change read it once. */
export class SharedReads {
  private readonly begun = new LRUCache<string, Begun>({ max: mostKept, ttl: keptMs });

  /**
   * What `read` answers, or what one that began no earlier than the change with the number `change` is answering.
   * `key` says what is read and with whose eyes. Once the signals of all that wait for a reading have aborted, what it
   * asks of PostgreSQL ends, and it rejects with StatementEnded.
   */
  async read<T>(
    key: string,
    change: number,
    signal: AbortSignal,
    read: () => Promise<T>,
  ): Promise<T> {
    const begun = this.find(key, change) ?? this.begin(key, change, read);
    begun.readers += 1;
    const stopWatching = onceAborted(signal, () => {
      begun.readers -= 1;
      if (begun.readers === 0) begun.over.abort(signal.reason);
    });
    return begun.answer.finally(stopWatching) as Promise<T>;
  }

  private find(key: string, change: number): Begun | undefined {
    const known = this.begun.get(key);
    return known && known.after >= change && !known.over.signal.aborted ? known : undefined;
  }

  private begin(key: string, after: number, read: () => Promise<unknown>): Begun {
    const over = new AbortController();
    const begun = { after, over, readers: 0, answer: endingWith(over.signal, read) };
    this.begun.set(key, begun);
    begun.answer.catch(() => {
      // Whoever comes next tries again.
      if (this.begun.peek(key) === begun) this.begun.delete(key);
    });
    return begun;
  }
}
