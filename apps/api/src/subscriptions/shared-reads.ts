import { LRUCache } from 'lru-cache';
import { endingWith } from '#libs/database';

/** What nobody asks for again soon is let go. */
const keptMs = 1_000;
const mostKept = 1_000;

interface Begun {
  /** The change after which the read began. */
  after: number;
  answer: Promise<unknown>;
}

/** Lets streams that want the same after the same change read it once. */
export class SharedReads {
  private readonly begun = new LRUCache<string, Begun>({ max: mostKept, ttl: keptMs });

  /**
   * What `read` answers, or what one that began no earlier than the change with the number `change` is answering.
   * `key` says what is read and with whose eyes.
   */
  async read<T>(key: string, change: number, read: () => Promise<T>): Promise<T> {
    const known = this.begun.get(key);
    if (known && known.after >= change) return known.answer as Promise<T>;
    // Others wait for it too, whoever of them leaves.
    const answer = endingWith(undefined, read);
    this.begun.set(key, { after: change, answer });
    // Whoever comes next tries again.
    answer.catch(() => this.begun.delete(key));
    return answer;
  }
}
