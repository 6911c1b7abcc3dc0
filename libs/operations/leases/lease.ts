import type { Clock } from '#libs/kernel';

/** How long before the lease's end nothing may be under way any more: a tenth of it, five seconds at most. */
const marginMs = (durationMs: number): number => Math.min(5_000, durationMs / 10);

/** A lease of an operation as this process sees it: by its monotonic clock, counted from before the lease was asked for. */
export class Lease {
  private countedFromMs: number;

  constructor(
    private readonly clock: Clock,
    readonly durationMs: number,
    askedAtMs: number,
    private readonly databaseNowMs: number,
  ) {
    this.countedFromMs = askedAtMs;
    this.askedForAtMs = askedAtMs;
  }

  private readonly askedForAtMs: number;

  /** Call with the moment before the renewal was asked for. */
  renewedFrom(askedAtMs: number): void {
    this.countedFromMs = askedAtMs;
  }

  remainingMs(): number {
    return this.countedFromMs + this.durationMs - this.clock.monotonicMs();
  }

  /** Whole milliseconds that a request may take that is sent now, so that it ends before anybody else can lease the operation. */
  longestRequestMs(): number {
    return Math.floor(this.remainingMs() - marginMs(this.durationMs));
  }

  /** How long a request may take that is sent soon after a renewal. */
  usualRequestMs(): number {
    return this.durationMs - 2 * marginMs(this.durationMs);
  }

  /** The time of day by the database's clock. */
  now(): Date {
    return new Date(this.databaseNowMs + (this.clock.monotonicMs() - this.askedForAtMs));
  }
}
