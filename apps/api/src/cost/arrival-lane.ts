/**
 * Takes up one request of a principal in each turn of the event loop. To read, check and price a document takes a
 * millisecond or more: a hundred that come at once leave room for those of others in between.
 */
export class ArrivalLane {
  /** Of each principal who had a request taken up in this turn, those that wait for the next ones. */
  private readonly waiting = new Map<string, (() => void)[]>();

  /** Resolves when it is this request's turn. */
  enter(principalId: string): Promise<void> {
    const others = this.waiting.get(principalId);
    if (others) return new Promise((resolve) => void others.push(resolve));
    this.waiting.set(principalId, []);
    if (this.waiting.size === 1) setImmediate(() => this.turn());
    return Promise.resolve();
  }

  private turn(): void {
    for (const [principalId, others] of this.waiting) {
      const next = others.shift();
      if (next) next();
      else this.waiting.delete(principalId);
    }
    if (this.waiting.size > 0) setImmediate(() => this.turn());
  }
}
