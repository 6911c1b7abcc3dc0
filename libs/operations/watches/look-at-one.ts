import type { ProvisioningError } from '#libs/kernel';
import { ArmError, type ArmPort, type LroHandle } from '../arm.port.js';
import type { WatchObservation } from '../step.js';
import {
  endsByAbsence,
  hasFailed,
  looksEnded,
  shownByResource,
  type IsAtWork,
} from './look.rules.js';
import type { Watch } from './watch.repository.js';

/** Whom looks ask, and how its answers are to be taken. */
export interface Looker {
  arm: ArmPort;
  isAtWork: IsAtWork;
}

/** What one look at one watch told. */
export type Seen =
  | { is: 'ended'; observation: WatchObservation }
  | { is: 'under way'; retryAfterSeconds?: number; handle?: LroHandle; unread?: SeenUnread };

/** Why Azure's answer told nothing, for the step's message; `as before` if Azure was not asked. */
export type SeenUnread = ProvisioningError | 'as before';

/** How long after a PUT a resource may still answer 404 (docs/azure-facts.md#long-running-operations). */
const mayBeMissingMs = 60_000;

/**
 * Asks ARM once, or twice where the poll URL cannot be read: a failed look says nothing about the operation, the
 * resource does (docs/operation-engine.md#looks). Rejects only with kind `aborted`.
 */
export async function lookAtOne(looker: Looker, watch: Watch, signal: AbortSignal): Promise<Seen> {
  const { handle } = watch;
  const onlyResource = handle?.style === 'resource' && endsByAbsence(watch);
  if (watch.until !== 'LRO' || !handle || onlyResource)
    return lookAtResource(looker, watch, signal);
  const lro = await looker.arm.poll(handle, { signal });
  if (lro.state === 'InProgress') return underWay(lro, handle);
  if (lro.state !== 'Unreadable') return { is: 'ended', observation: { by: 'lro', lro } };
  if (lro.error.kind === 'throttled') return underWay(afterRefusal(lro.error));
  return lookAtResource(looker, watch, signal, lro);
}

/** GETs the resource; what `arm` refuses to answer is looked at later. */
export async function lookAtResource(
  { arm, isAtWork }: Looker,
  watch: Watch,
  signal: AbortSignal,
  atPollUrl?: { error: ArmError; retryAfterSeconds?: number },
): Promise<Seen> {
  const poll = atPollUrl && afterRefusal(atPollUrl.error);
  try {
    const body = await arm.get(watch.armId, { signal });
    if (!looksEnded(watch, body, isAtWork) || (!body && isTooEarly(watch)))
      return underWay(poll && !tellsInstead(watch, atPollUrl.error) ? poll : waitOf(poll));
    return { is: 'ended', observation: { by: 'resource', body } };
  } catch (error) {
    const own = afterRefusal(error);
    // That a poll URL is gone explains nothing; what the resource is refused for may.
    return underWay(atPollUrl?.error.kind === 'notFound' ? own : { ...own, ...poll });
  }
}

/**
 * A poll URL that is gone is no loss where the resource tells the same (docs/azure-facts.md#long-running-operations).
 */
const tellsInstead = (watch: Watch, { kind }: ArmError): boolean =>
  kind === 'notFound' && shownByResource(watch);

const waitOf = ({ retryAfterSeconds }: Refusal = {}): Refusal => ({
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});

/**
 * Confirms what a list seemed to show: by the resource itself; a failure, or a delete whose resource stays, by its
 * poll URL, which also knows why.
 */
export async function confirmEnd(
  looker: Looker,
  watch: Watch,
  readHandle: () => Promise<LroHandle | undefined>,
  signal: AbortSignal,
): Promise<Seen> {
  const seen = await lookAtResource(looker, watch, signal);
  const body = seen.is === 'ended' && seen.observation.by === 'resource' && seen.observation.body;
  if (!body || !hasFailed(body, looker.isAtWork)) return seen;
  const handle = await readHandle();
  if (!handle || handle.style === 'resource') return seen;
  const lro = await lookAtOne(looker, { ...watch, handle }, signal);
  return lro.is === 'ended' || endsByAbsence(watch) ? lro : seen;
}

const isTooEarly = (watch: Watch): boolean =>
  watch.until === 'LRO' && !endsByAbsence(watch) && watch.ageMs < mayBeMissingMs;

interface Refusal {
  retryAfterSeconds?: number;
  unread?: SeenUnread;
}

/** Throttling and an empty budget tell when to come back; of the resource, asked for instead, they would tell the same. */
export function afterRefusal(error: unknown): Refusal {
  if (!(error instanceof ArmError) || error.kind === 'aborted') throw error;
  const { retryAfterSeconds, kind, httpStatus } = error;
  const nobodyAsked = kind === 'throttled' && httpStatus === undefined;
  return {
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    unread: nobodyAsked ? 'as before' : error.error,
  };
}

function underWay(
  { retryAfterSeconds, handle, unread }: Refusal & { handle?: LroHandle },
  known?: LroHandle,
): Seen {
  return {
    is: 'under way',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(handle && handle.url !== known?.url && { handle }),
    ...(unread && { unread }),
  };
}
