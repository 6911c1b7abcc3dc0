import type { Reading } from './diagnostic.js';

/** Older answers prove nothing: they are read again every minute while somebody needs them. */
const keepsMs = 15 * 60_000;

/** The answer, where it is there and not too old. */
export const bodyOf = <Body>(
  reading: Reading<Body> | null | undefined,
  now: Date,
): Body | undefined =>
  reading?.body && reading.readAt && now.getTime() - reading.readAt.getTime() < keepsMs
    ? reading.body
    : undefined;

/** How a reading went, for evidence: never silent about one that failed. */
export function evidenceOf(
  noun: string,
  reading: Reading<unknown> | null | undefined,
  now: Date,
): object {
  const { error, readAt } = reading ?? { error: null, readAt: null };
  if (error) return { error: `${noun} could not be read: ${error.code}: ${error.message}`, readAt };
  if (reading && !bodyOf(reading, now) && readAt)
    return { error: `${noun} were last read too long ago`, readAt };
  return readAt ? { readAt } : { error: `${noun} have not been read yet`, readAt };
}
