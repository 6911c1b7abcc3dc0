import { secondsToLeaveAlone } from '../retry-after.rules.js';

/** Tries that count before a step fails for good. */
export const maxAttempts = 5;

/** Leases that no worker came back from before an operation is given up. */
export const maxDequeues = 5;

/** The longest wait, as a multiple of the first, and at least a minute. */
const timesFirst = 20;
const longestSeconds = 60;

/**
 * Seconds until the next try. ARM's Retry-After is kept to the second, for an hour at most, and stretched a little,
 * never shortened; without one the wait doubles with every run in a row, from `firstSeconds` on, half of it by chance.
 * `random` is from 0 to 1.
 */
export function backoffSeconds(
  askedSeconds: number | undefined,
  runsBefore: number,
  random: number,
  firstSeconds = 1,
): number {
  if (askedSeconds !== undefined && askedSeconds > 0)
    return secondsToLeaveAlone(askedSeconds) + random * 0.5;
  const longest = Math.max(longestSeconds, timesFirst * firstSeconds);
  const whole = Math.min(longest, firstSeconds * 2 ** runsBefore);
  return whole / 2 + (whole / 2) * random;
}
