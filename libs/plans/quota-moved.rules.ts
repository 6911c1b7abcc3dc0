import type { Decided } from './proposed-plan.js';

/** Whether there was room, or nobody knew, and is none any more. That others use more than then moves nothing while it fits. */
export const quotaMoved = (then: Decided, now: Decided): string[] =>
  now.decision?.quota?.fits === false && then.decision?.quota?.fits !== false
    ? ["Azure's quota has no room for it any more"]
    : [];
