import type { Clock } from '#libs/kernel';

/** A real clock that stands still until it is told otherwise. */
export class ManualClock implements Clock {
  private nowMs = Date.parse('2026-03-01T08:00:00Z');

  now(): Date {
    return new Date(this.nowMs);
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  pass(seconds: number): void {
    this.nowMs += seconds * 1000;
  }
}
