import type { Clock } from '#libs/kernel';
import type { Collection } from '../store/collection.js';

/** Where simulated time was tied to real time. Persisted, so that time goes on over a restart. */
export interface ClockAnchor {
  realMs: number;
  simulatedMs: number;
  /** Simulated seconds per real second. */
  rate: number;
}

const anchorKey = 'anchor';

/**
 * Simulated time: what it was at the anchor, plus rate times the real time since, plus advances.
 * It also runs while the simulator is down, as Azure does. Never goes back.
 */
export class SimulatedClock {
  private latestMs = 0;

  constructor(
    private readonly real: Clock,
    private readonly anchors: Collection<ClockAnchor>,
    rate?: number,
  ) {
    const realMs = real.now().getTime();
    if (!anchors.get(anchorKey))
      anchors.put(anchorKey, { realMs, simulatedMs: realMs, rate: rate ?? 1 });
    else if (rate !== undefined && rate !== this.rate) this.setRate(rate);
  }

  private get anchor(): ClockAnchor {
    const anchor = this.anchors.get(anchorKey);
    if (!anchor) throw new Error('the simulated clock has no anchor');
    return anchor;
  }

  get rate(): number {
    return this.anchor.rate;
  }

  /** Milliseconds since 1970 in simulated time. */
  nowMs(): number {
    const { realMs, simulatedMs, rate } = this.anchor;
    const elapsedMs = this.real.now().getTime() - realMs;
    this.latestMs = Math.max(this.latestMs, simulatedMs + elapsedMs * rate);
    return this.latestMs;
  }

  /** The real time of day, for tokens and the ledger. */
  realNow(): Date {
    return this.real.now();
  }

  realMonotonicMs(): number {
    return this.real.monotonicMs();
  }

  advance(seconds: number): void {
    this.anchors.put(anchorKey, {
      ...this.anchorAt(this.rate),
      simulatedMs: this.nowMs() + seconds * 1000,
    });
  }

  setRate(rate: number): void {
    this.anchors.put(anchorKey, this.anchorAt(rate));
  }

  /** How many whole real seconds pass while `simulatedSeconds` do; at least 1, as Retry-After is an integer. */
  realSeconds(simulatedSeconds: number): number {
    return Math.max(1, Math.ceil(simulatedSeconds / this.rate));
  }

  private anchorAt(rate: number): ClockAnchor {
    return { realMs: this.real.now().getTime(), simulatedMs: this.nowMs(), rate };
  }
}
