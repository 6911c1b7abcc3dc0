/** The time of day. A port, so that tests move it instead of waiting. */
export interface Clock {
  now(): Date;
  /** Milliseconds that never jump back; only differences mean anything. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
