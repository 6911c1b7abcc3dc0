/** So many streams are opened between two looks at what else came in. */
const atOnce = 3;

/** Lets streams be opened a few at a time: a thousand that come at once leave room for requests in between. */
export class OpeningLane {
  private waiting: (() => void)[] = [];

  /** Resolves when it is this one's turn. */
  enter(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) setImmediate(() => this.open());
    });
  }

  private open(): void {
    for (const begin of this.waiting.splice(0, atOnce)) begin();
    if (this.waiting.length > 0) setImmediate(() => this.open());
  }
}
