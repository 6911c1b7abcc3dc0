import type { Log } from '#libs/log';
import { repeat, type Repeated, type RepeatOptions } from './repeat.js';
import { Running } from './running.js';

export type Work = RepeatOptions['work'];

/** What a worker does again and again by itself; all of it may run in any number of workers at once. */
export abstract class Schedules extends Running {
  private readonly repeated: Repeated[] = [];

  protected constructor(protected readonly log: Log) {
    super();
  }

  /** Begins it, and `times` of it side by side. */
  protected every(name: string, everyMs: number, work: Work, times = 1): void {
    for (let started = 0; started < times; started += 1)
      this.repeated.push(repeat({ name, everyMs, work, log: this.log }));
  }

  protected async stop(): Promise<void> {
    await Promise.all(this.repeated.map((each) => each.stop()));
  }
}
