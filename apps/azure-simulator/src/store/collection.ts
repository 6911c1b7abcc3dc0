/** Hears of every change of a collection: what stood and what stands now. */
export type ChangeObserver<T> = (before: T | undefined, after: T | undefined, key: string) => void;

/** Records by key, in the order in which they were first put. Records are never changed in place: put a new one. */
export class Collection<T> {
  private readonly records = new Map<string, T>();
  private readonly observers: ChangeObserver<T>[] = [];

  constructor(
    readonly name: string,
    private readonly onWrite: (key: string, value: T | null) => void,
  ) {}

  get size(): number {
    return this.records.size;
  }

  get(key: string): T | undefined {
    return this.records.get(key);
  }

  values(): IterableIterator<T> {
    return this.records.values();
  }

  entries(): IterableIterator<[string, T]> {
    return this.records.entries();
  }

  put(key: string, value: T): void {
    this.apply(key, value);
    this.onWrite(key, value);
  }

  delete(key: string): void {
    if (!this.records.has(key)) return;
    this.apply(key, undefined);
    this.onWrite(key, null);
  }

  clear(): void {
    for (const key of Array.from(this.records.keys())) this.delete(key);
  }

  /** Calls `observer` for every record there is and every change to come; for indexes and counters. */
  observe(observer: ChangeObserver<T>): void {
    for (const [key, value] of this.records) observer(undefined, value, key);
    this.observers.push(observer);
  }

  /** Records by what `groupOf` says of them; no group where it answers undefined. Kept up to date. */
  index(groupOf: (value: T) => string | undefined): (group: string) => ReadonlyMap<string, T> {
    const groups = new Map<string, Map<string, T>>();
    this.observe((before, after, key) => {
      const left = before && groupOf(before);
      const joined = after && groupOf(after);
      if (left !== undefined && left !== joined) groups.get(left)?.delete(key);
      if (joined !== undefined && after !== undefined)
        (groups.get(joined) ?? groups.set(joined, new Map()).get(joined))?.set(key, after);
    });
    return (group) => groups.get(group) ?? new Map<string, T>();
  }

  /** Changes what is in memory only; the journal's replay comes in here. */
  apply(key: string, value: T | undefined): void {
    const before = this.records.get(key);
    if (value === undefined) this.records.delete(key);
    else this.records.set(key, value);
    for (const observer of this.observers) observer(before, value, key);
  }
}
