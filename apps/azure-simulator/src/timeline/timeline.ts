/** What is due when: a heap by time. Entries are never removed early; whoever is called checks that it still matters. */
export interface TimelineEntry {
  atMs: number;
  kind: string;
  key: string;
}

type Due = (key: string, atMs: number) => void;

/**
 * The future of the simulated resources. Nothing runs by itself: `settle` plays what has become due, in order of time,
 * whenever somebody looks. Thus no timers, and the same end whether one looks often or once.
 */
export class Timeline {
  private readonly heap: TimelineEntry[] = [];
  private readonly handlers = new Map<string, Due>();

  on(kind: string, due: Due): void {
    this.handlers.set(kind, due);
  }

  schedule(entry: TimelineEntry): void {
    this.heap.push(entry);
    this.rise(this.heap.length - 1);
  }

  /** Plays everything due until `nowMs`, what it leads to included. */
  settle(nowMs: number): void {
    for (let first = this.heap[0]; first && first.atMs <= nowMs; first = this.heap[0]) {
      this.removeFirst();
      this.handlers.get(first.kind)?.(first.key, first.atMs);
    }
  }

  clear(): void {
    this.heap.length = 0;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.swapIfEarlier(index, parent)) return;
      index = parent;
    }
  }

  private sink(start: number): void {
    for (let index = start; ;) {
      const left = 2 * index + 1;
      const earlier = this.isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.swapIfEarlier(earlier, index)) return;
      index = earlier;
    }
  }

  private isEarlier(a: number, b: number): boolean {
    const [first, second] = [this.heap[a], this.heap[b]];
    return first !== undefined && second !== undefined && first.atMs < second.atMs;
  }

  private swapIfEarlier(a: number, b: number): boolean {
    const [first, second] = [this.heap[a], this.heap[b]];
    if (!first || !second || first.atMs >= second.atMs) return false;
    [this.heap[a], this.heap[b]] = [second, first];
    return true;
  }
}
