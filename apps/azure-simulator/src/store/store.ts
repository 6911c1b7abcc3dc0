import { Collection } from './collection.js';
import { Journal, type Change } from './journal.js';

const changesWorthARewrite = 5_000;

/**
 * Everything the simulator knows, in memory, with a journal on disk. Changes gather until `commit` writes them as one
 * line: what a request changed is there after a crash as a whole or not at all.
 */
export class Store {
  private readonly collections = new Map<string, Collection<unknown>>();
  private readonly replayed = new Map<string, Map<string, unknown>>();
  private readonly journal: Journal | undefined;
  private pending: Change[] = [];

  private isClosed = false;

  /** Reads what was there before. Without a path nothing is kept. */
  constructor(journalPath: string | undefined) {
    if (journalPath === undefined) return;
    this.journal = new Journal(journalPath);
    const changes = this.journal.replay((change) => this.replay(change));
    const live = [...this.replayed.values()].reduce((sum, records) => sum + records.size, 0);
    if (changes > 2 * live + changesWorthARewrite) this.journal.rewrite(this.liveChanges());
  }

  /** The collection of that name; the same object every time. Names are what the journal knows it by. */
  collection<T>(name: string): Collection<T> {
    const known = this.collections.get(name);
    if (known) return known as Collection<T>;
    const collection = new Collection<T>(name, (key, value) => {
      this.pending.push([name, key, value]);
    });
    for (const [key, value] of this.replayed.get(name) ?? []) collection.apply(key, value as T);
    this.replayed.delete(name);
    this.collections.set(name, collection as Collection<unknown>);
    return collection;
  }

  /** Makes what changed since the last commit survive a kill. Call it before answering. Without effect once closed: nobody was answered. */
  commit(): void {
    if (this.pending.length === 0 || this.isClosed) return;
    const changes = this.pending;
    this.pending = [];
    this.journal?.append(changes);
  }

  close(): void {
    this.commit();
    this.isClosed = true;
    this.journal?.close();
  }

  private replay([name, key, value]: Change): void {
    const records = this.replayed.get(name) ?? new Map<string, unknown>();
    this.replayed.set(name, records);
    if (value === null) records.delete(key);
    else records.set(key, value);
  }

  private *liveChanges(): Generator<Change> {
    for (const [name, records] of this.replayed)
      for (const [key, value] of records) yield [name, key, value];
  }
}
