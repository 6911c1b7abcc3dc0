/** Tries that count before a step fails for good. */
export const maxAttempts = 5;

/** Claims that nobody came back from before an operation is given up. */
export const maxDequeues = 5;

const firstSeconds = 1;
const longestSeconds = 60;

/**
 * Seconds until the next try. ARM's Retry-After is kept to the second and stretched a little, never shortened;
 * without one the wait doubles with every run in a row, half of it by chance. `random` is from 0 to 1.
 */
export function backoffSeconds(
  askedSeconds: number | undefined,
  runsBefore: number,
  random: number,
): number {
  if (askedSeconds !== undefined && askedSeconds > 0) return askedSeconds + random * 0.5;
  const whole = Math.min(longestSeconds, firstSeconds * 2 ** runsBefore);
  return whole / 2 + (whole / 2) * random;
}
