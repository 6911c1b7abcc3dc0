import { ArmError, type ArmPort, type LroHandle } from './arm.port.js';
import { endsByAbsence, hasFailed, looksEnded } from './look.rules.js';
import type { WatchObservation } from './step.js';
import type { Watch } from './watch.repository.js';

/** What one look at one watch told. */
export type Seen =
  | { is: 'ended'; observation: WatchObservation }
  | { is: 'under way'; retryAfterSeconds?: number; handle?: LroHandle };

/** How long after a PUT a resource may still answer 404 (arm-facts, Long-running operations). */
const mayBeMissingMs = 60_000;

/**
 * Asks ARM once, or twice where the poll URL cannot be read: a failed look says nothing about the operation, the
 * resource does (reliability-facts, rule 8). Rejects only with kind `aborted`.
 */
export async function lookAtOne(arm: ArmPort, watch: Watch, signal: AbortSignal): Promise<Seen> {
  const { handle } = watch;
  if (watch.until !== 'LRO' || !handle) return lookAtResource(arm, watch, signal);
  const lro = await arm.poll(handle, { signal });
  if (lro.state === 'InProgress') return underWay(lro, handle);
  if (lro.state !== 'Unreadable') return { is: 'ended', observation: { by: 'lro', lro } };
  return isOurs(lro.error) ? underWay(lro) : lookAtResource(arm, watch, signal, lro);
}

/** GETs the resource; what `arm` refuses to answer is looked at later. */
export async function lookAtResource(
  arm: ArmPort,
  watch: Watch,
  signal: AbortSignal,
  unreadable?: { retryAfterSeconds?: number },
): Promise<Seen> {
  try {
    const body = await arm.get(watch.armId, { signal });
    if (!looksEnded(watch, body) || (!body && isTooEarly(watch))) return underWay(unreadable ?? {});
    return { is: 'ended', observation: { by: 'resource', body } };
  } catch (error) {
    return underWay(refusal(error));
  }
}

/**
 * Confirms what a list seemed to show: by the resource itself; a failure, or a delete whose resource stays, by its
 * poll URL, which also knows why.
 */
export async function confirmEnd(
  arm: ArmPort,
  watch: Watch,
  readHandle: () => Promise<LroHandle | undefined>,
  signal: AbortSignal,
): Promise<Seen> {
  const seen = await lookAtResource(arm, watch, signal);
  const body = seen.is === 'ended' && seen.observation.by === 'resource' && seen.observation.body;
  if (!body || !hasFailed(body)) return seen;
  const handle = await readHandle();
  if (!handle || handle.style === 'resource') return seen;
  const lro = await lookAtOne(arm, { ...watch, handle }, signal);
  return lro.is === 'ended' || endsByAbsence(watch) ? lro : seen;
}

const isTooEarly = (watch: Watch): boolean =>
  watch.until === 'LRO' && !endsByAbsence(watch) && watch.ageMs < mayBeMissingMs;

/** Throttling and an empty budget tell when to come back; asking for the resource instead would only add to it. */
const isOurs = ({ kind }: ArmError): boolean => kind === 'throttled';

function refusal(error: unknown): { retryAfterSeconds?: number } {
  if (!(error instanceof ArmError) || error.kind === 'aborted') throw error;
  const { retryAfterSeconds } = error;
  return { ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

function underWay(
  { retryAfterSeconds, handle }: { retryAfterSeconds?: number; handle?: LroHandle },
  known?: LroHandle,
): Seen {
  return {
    is: 'under way',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(handle && handle.url !== known?.url && { handle }),
  };
}
