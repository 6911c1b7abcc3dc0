import { systemClock, type Clock } from '#libs/kernel';

/** Ticks in a row with overdue work and no sign of it before the process counts as wedged. */
const patience = 6;

/** Milliseconds between two ticks; six of them make thirty seconds (docs/operation-engine.md#what-sweeps-do). */
export const watchdogTickMs = 5_000;

/** How long work must have been waiting to count. */
const overdueSeconds = 30;

/**
 * What is watched over: operations that are taken from the queue, looks at what waits, reminders that are brought to the
 * queue, and statements that are answered over the pool.
 */
export const works = ['operations', 'looks', 'reminders', 'statements'] as const;
export type Work = (typeof works)[number];

interface Signs {
  sinceTick: number;
  idleTicks: number;
  lastMs: number;
}

/**
 * Tells a wedged process from an idle one: work is due and this process does none of its kind. Counted in ticks and not
 * in time, so that a process that was stopped and woken, or a laptop that slept, is not blamed for the pause.
 */
export class Watchdog {
  private readonly signs: Record<Work, Signs>;

  constructor(private readonly clock: Pick<Clock, 'monotonicMs'> = systemClock) {
    const none = (): Signs => ({ sinceTick: 0, idleTicks: 0, lastMs: clock.monotonicMs() });
    this.signs = { operations: none(), looks: none(), reminders: none(), statements: none() };
  }

  /** Some of it was done, well or not: it does not hang. */
  did(work: Work): void {
    const signs = this.signs[work];
    signs.sinceTick += 1;
    signs.lastMs = this.clock.monotonicMs();
  }

  /** Seconds since some of it was last done, or since the start. */
  idleSeconds(work: Work): number {
    return (this.clock.monotonicMs() - this.signs[work].lastMs) / 1_000;
  }

  /** For how long the oldest of each has been due, seconds. Answers what this process is wedged in: then it must end. */
  tick(dueSeconds: Record<Work, number>): Work | undefined {
    for (const work of works) {
      const signs = this.signs[work];
      const isIdle = signs.sinceTick === 0 && dueSeconds[work] > overdueSeconds;
      signs.sinceTick = 0;
      signs.idleTicks = isIdle ? signs.idleTicks + 1 : 0;
    }
    return works.find((work) => this.signs[work].idleTicks >= patience);
  }
}
