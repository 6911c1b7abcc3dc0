import { isListable, lookAtGroup } from './look-at-group.js';
import { lookSingly, type LookDependencies } from './look-singly.js';
import { putOffWatches, takeDueWatches, type Watch } from './watch.repository.js';

/** How long a taken watch belongs to the worker that looks at it. */
const holdMs = 30_000;

/**
 * Looks at what is due, at most `limit` watches, by groups: at few things one by one, at many through one list of
 * what holds them. Answers how many were taken. Rejects with kind `aborted`, or where the database does not answer:
 * then they are due again at once, where it hears that.
 */
export async function lookAtWatches(
  deps: LookDependencies,
  limit: number,
  signal: AbortSignal,
): Promise<number> {
  const due = await takeDueWatches(deps.pool, limit, holdMs);
  if (due.length === 0) return 0;
  try {
    await deps.pace.refresh();
    const groups = Map.groupBy(due, (watch) => watch.groupKey);
    await Promise.all([...groups.values()].map((watches) => lookAt(deps, watches, signal)));
  } catch (error) {
    const again = due.map((watch) => ({ ...watch, lookAfterMs: 0 }));
    // Else they are so once the hold has passed.
    await putOffWatches(deps.pool, again).catch(() => undefined);
    throw error;
  }
  return due.length;
}

async function lookAt(
  deps: LookDependencies,
  due: readonly Watch[],
  signal: AbortSignal,
): Promise<void> {
  if (due.every(isListable) && (await lookAtGroup(deps, due, signal))) return;
  await lookSingly(deps, due, signal);
}
