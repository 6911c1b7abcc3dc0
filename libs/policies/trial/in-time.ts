import { currentEnd, StatementEnded } from '#libs/database';

/** Whoever asks is answered before requests are ended, with as much as was looked at. */
const longestMs = 10_000;

/** Looks at one after the other, for ten seconds and for as long as whoever asked waits. Answers how many it came to. */
export async function inTime<T>(
  all: readonly T[],
  look: (one: T) => Promise<void>,
): Promise<number> {
  const end = currentEnd();
  const startedAtMs = performance.now();
  let looked = 0;
  for (const one of all) {
    if (end?.aborted) throw new StatementEnded(end.reason);
    if (performance.now() - startedAtMs > longestMs) break;
    await look(one);
    looked += 1;
  }
  return looked;
}
