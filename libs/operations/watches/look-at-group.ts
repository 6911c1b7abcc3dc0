import { armIdKey, parentArmId } from '#libs/kernel';
import type { ArmBody } from '../arm.port.js';
import { listComputes } from './list-computes.js';
import { confirmEnd, afterRefusal } from './look-at-one.js';
import {
  lookInTurns,
  lookSingly,
  paceOf,
  tellUnread,
  writeLooks,
  type LookDependencies,
} from './look-singly.js';
import { looksEnded, shownByResource } from './look.rules.js';
import { putOffWatches, readHandle, readWatchGroup, type Watch } from './watch.repository.js';

/** How long a watch sleeps whose group is looked at for another one's sake. */
const sleepMs = 50_000;

const crowd = 10;

/** True for what one list call of its workspace shows: computes. */
export const isListable = ({ armId }: Watch): boolean =>
  armId.split('/').at(-2)?.toLowerCase() === 'computes';

/**
 * Looks at a whole group through lists of what holds it; false where one look each is cheaper: then nothing was done.
 * One watch keeps the group's beat and a second one covers for it; the others sleep, so that a round costs two row
 * updates however many wait.
 */
export async function lookAtGroup(
  deps: LookDependencies,
  due: readonly Watch[],
  signal: AbortSignal,
): Promise<boolean> {
  const groupKey = due[0]?.groupKey ?? '';
  const all = await readWatchGroup(deps.pool, groupKey);
  const shown = all.filter(shownByResource);
  if (shown.length <= deps.pace.pages(groupKey)) return false;
  const alone = due.filter((watch) => !shownByResource(watch));
  const rest = due.filter(shownByResource);
  await Promise.all([lookSingly(deps, alone, signal), lookTogether(deps, rest, shown, signal)]);
  return true;
}

async function lookTogether(
  deps: LookDependencies,
  due: readonly Watch[],
  shown: readonly Watch[],
  signal: AbortSignal,
): Promise<void> {
  if (due.length === 0) return;
  // Taking them has put them off already; writing more could undo a beat that another worker set meanwhile.
  if (isBetweenBeats(deps, due, shown)) return;
  const listed = await listGroup(deps, due, shown, signal);
  if (!listed) return;
  const over = shown.filter((watch) =>
    looksEnded(watch, listed.get(armIdKey(watch.armId)), deps.isAtWork),
  );
  const going = shown.filter((watch) => !over.includes(watch));
  await Promise.all([
    confirmAll(deps, over, signal),
    setBeat(deps, going),
    tellUnread(
      deps.pool,
      going.map((watch) => ({ watch, seen: { is: 'under way' } })),
    ),
  ]);
}

/** True where the group was listed a moment ago and will be again in one: the list then answers for these as well. */
function isBetweenBeats(
  deps: LookDependencies,
  due: readonly Watch[],
  shown: readonly Watch[],
): boolean {
  const [{ groupKey, subscriptionId } = { groupKey: '', subscriptionId: '' }] = due;
  const roundMs = deps.pace.roundMs(subscriptionId);
  const mine = new Set(due.map((watch) => watch.operationId));
  const next = Math.min(
    ...shown.filter((watch) => !mine.has(watch.operationId)).map((watch) => watch.dueInMs),
  );
  // Beats come up to a twentieth early: what comes within the last fifth of a round is the beat itself.
  return deps.pace.sinceListedMs(groupKey) < 0.8 * roundMs && next <= roundMs;
}

/** What holds the group, by ARM id; undefined where ARM did not answer: then the next look is set. */
async function listGroup(
  deps: LookDependencies,
  due: readonly Watch[],
  shown: readonly Watch[],
  signal: AbortSignal,
): Promise<Map<string, ArmBody> | undefined> {
  const [first] = due;
  if (!first) return undefined;
  try {
    deps.pace.listed(first.groupKey, deps.pace.pages(first.groupKey));
    const { bodies, pages } = await listComputes(deps.arm, parentArmId(first.armId), signal);
    deps.pace.listed(first.groupKey, pages);
    return bodies;
  } catch (error) {
    const seen = { is: 'under way', ...afterRefusal(error) } as const;
    await writeLooks(
      deps,
      due.map((watch) => ({ watch, seen })),
    );
    const asleep = shown.filter(({ operationId }) => !isOneOf(due, operationId));
    await tellUnread(
      deps.pool,
      asleep.map((watch) => ({ watch, seen })),
    );
    return undefined;
  }
}

const isOneOf = (watches: readonly Watch[], operationId: string): boolean =>
  watches.some((watch) => watch.operationId === operationId);

const confirmAll = (
  deps: LookDependencies,
  watches: readonly Watch[],
  signal: AbortSignal,
): Promise<void> =>
  lookInTurns(deps, watches, (watch) =>
    confirmEnd(deps, watch, () => readHandle(deps.pool, watch.operationId), signal),
  );

/**
 * The longest time between looks at a group, in milliseconds. One list answers for all of it, and in a large group one is
 * usually about to end.
 */
function crowdMs(deps: LookDependencies, going: readonly Watch[]): number {
  const subscriptionId = going[0]?.subscriptionId ?? '';
  return going.length < crowd ? Infinity : Math.max(5_000, deps.pace.roundMs(subscriptionId));
}

/** The soonest wanted look is the group's next beat; only what would wake before the second beat is written. */
async function setBeat(deps: LookDependencies, going: readonly Watch[]): Promise<void> {
  if (going.length === 0) return;
  const wanted = going.map((watch) => ({ watch, ms: paceOf(deps, watch) }));
  wanted.sort((a, b) => a.ms - b.ms);
  const beatMs = Math.min(wanted[0]?.ms ?? 0, crowdMs(deps, going));
  const next = wanted.map(({ watch: { operationId, createdAt, dueInMs } }, index) => {
    const lookAfterMs = index < 2 ? beatMs * (index + 1) : sleepMs * (0.8 + deps.random() * 0.2);
    return { operationId, createdAt, lookAfterMs, wakes: index < 2 || dueInMs < 2 * beatMs };
  });
  await putOffWatches(
    deps.pool,
    next.filter(({ wakes }) => wakes),
  );
}
