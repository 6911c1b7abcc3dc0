/** What waits for a thread, or has one. */
interface Waiting {
  keys: readonly string[];
  kind: string;
  party: string;
}

/** So many requests go to a thread at once. */
const mostTogether = 20;

/**
 * Those of the first kind that may begin, in the order they came: none whose conditions another thread is at, and none whose party
 * holds as many threads as are free. So no party ever has the last half of them. Empty: they have to wait.
 */
export function nextJobs<J extends Waiting>(
  waiting: readonly J[],
  running: readonly Waiting[],
  freeThreads: number,
): J[] {
  const taken = new Set(running.flatMap(({ keys }) => keys));
  for (const [, jobs] of Map.groupBy(waiting, ({ kind }) => kind)) {
    const [first] = jobs;
    if (!first) continue;
    const held = running.filter(({ party }) => party === first.party).length;
    const isFree = !first.keys.some((key) => taken.has(key));
    if (isFree && freeThreads > held) return jobs.slice(0, mostTogether);
    // Of two that wait for one condition the first is first.
    for (const key of first.keys) taken.add(key);
  }
  return [];
}
