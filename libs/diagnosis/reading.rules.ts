import type { Reading } from './diagnostic.js';

/** Older answers prove nothing: they are read again all the time while somebody needs them. */
const keepsMs = 15 * 60_000;

/** When answers count: read within a while before `now`, and not before what is asked about began (null: not known). */
export interface Period {
  since: Date | null;
  now: Date;
}

/** The answer, where it is there, not too old, and of the time that is asked about. */
export const bodyOf = <Body>(
  reading: Reading<Body> | null | undefined,
  period: Period,
): Body | undefined => (reading?.body && isTimely(reading, period) ? reading.body : undefined);

const isTimely = ({ readAt }: Reading<unknown>, { since, now }: Period): boolean =>
  readAt !== null && now.getTime() - readAt.getTime() < keepsMs && readAt >= (since ?? readAt);

/** How a reading went, for evidence: never silent about one that failed. */
export function evidenceOf(
  noun: string,
  reading: Reading<unknown> | null | undefined,
  period: Period,
): object {
  const { error, readAt } = reading ?? { error: null, readAt: null };
  if (error) return { error: `${noun} could not be read: ${error.code}: ${error.message}`, readAt };
  if (readAt === null) return { error: `${noun} have not been read yet`, readAt };
  return reading && isTimely(reading, period)
    ? { readAt }
    : { error: `${noun} were last read before this, or too long ago`, readAt };
}
