import { z } from 'zod';
import { parseBody } from '../arm/parse-body.js';
import type { Simulation } from '../simulation.js';

const clockSchema = z.strictObject({
  advanceSeconds: z.number().positive().optional(),
  /** Simulated seconds per real second. */
  rate: z.number().positive().optional(),
});

export const viewClock = ({ clock }: Simulation): object => ({
  now: new Date(clock.nowMs()).toISOString(),
  rate: clock.rate,
});

/** Moves simulated time forward or changes its speed, then plays what has become due. */
export function changeClock(simulation: Simulation, body: unknown): object {
  const { clock, timeline } = simulation;
  const { advanceSeconds, rate } = parseBody(clockSchema, body);
  if (rate !== undefined) clock.setRate(rate);
  if (advanceSeconds !== undefined) clock.advance(advanceSeconds);
  timeline.settle(clock.nowMs());
  return viewClock(simulation);
}
