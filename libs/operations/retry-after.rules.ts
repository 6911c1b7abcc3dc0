/** ARM names 10 to 600 seconds for what goes on (docs/azure-facts.md#long-running-operations). */
const longestLookSeconds = 600;

/** Throttling names minutes. However long ARM asks for, an hour is the most we wait. */
const longestQuietSeconds = 3_600;

const within = (longest: number, seconds: number): number =>
  Number.isNaN(seconds) ? 0 : Math.min(longest, Math.max(0, seconds));

/** Seconds until the next look at a running operation, from the Retry-After that Azure sent. */
export const secondsToNextLook = (asked: number): number => within(longestLookSeconds, asked);

/** Seconds for which Azure is left alone, from what it asked for: it says so again where that was too short. */
export const secondsToLeaveAlone = (asked: number): number => within(longestQuietSeconds, asked);
