import { systemClock, type Clock } from '#libs/kernel';

/** Ticks in a row with overdue work and nothing picked up before the process counts as wedged. */
const patience = 6;

/** Between two ticks, milliseconds: six of them are the thirty seconds of reliability-facts, rule 9. */
export const watchdogTickMs = 5_000;

/** How long an operation must have been waiting to count. */
const overdueSeconds = 30;

/**
 * Tells a wedged process from an idle one: rows are due and this process takes none. Counted in ticks and not in time,
 * so that a process that was stopped and woken, or a laptop that slept, is not blamed for the pause.
 */
export class Watchdog {
  private picked = 0;
  private idleTicks = 0;
  private lastMs: number;

  constructor(private readonly clock: Pick<Clock, 'monotonicMs'> = systemClock) {
    this.lastMs = clock.monotonicMs();
  }

  /** Something was taken from the queue. */
  pickedUp(): void {
    this.picked += 1;
    this.lastMs = this.clock.monotonicMs();
  }

  /** Seconds since something was last taken, or since the start. */
  idleSeconds(): number {
    return (this.clock.monotonicMs() - this.lastMs) / 1_000;
  }

  /** True where the process must be ended. */
  isWedged(oldestDueSeconds: number): boolean {
    const idle = this.picked === 0 && oldestDueSeconds > overdueSeconds;
    this.picked = 0;
    this.idleTicks = idle ? this.idleTicks + 1 : 0;
    return this.idleTicks >= patience;
  }
}
