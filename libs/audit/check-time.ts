import type { SealedEvent } from './check-link.js';

/** An event that was written at another time than it says. */
export interface MisdatedEvent {
  auditEventId: string;
  /** One sentence for people. */
  message: string;
}

/** No transaction of ours stays open so long: an event is sealed about when it happened. */
const latestSealMs = 2 * 60_000;

/** The times of a chain up to a point. */
export interface ChainTime {
  /** Milliseconds since the epoch: the newest time that a sealed event had. */
  newestMs: number;
}

export const beforeChain: ChainTime = { newestMs: -Infinity };

/** What follows the event. A time after its own seal does not count: it would make all that follow look old. */
export const afterLink = (
  { newestMs }: ChainTime,
  { event, sealedAt }: SealedEvent,
): ChainTime => ({
  newestMs: Math.max(newestMs, Math.min(event?.occurred_at.getTime() ?? 0, sealedAt.getTime())),
});

/** Everything that happened before this was sealed before the chain came here. */
export const oldestToCome = ({ newestMs }: ChainTime): Date =>
  new Date(Math.max(0, newestMs - latestSealMs));

/** Undefined where the time of the next link fits its place. */
export function checkTime(
  time: ChainTime,
  { sequence, auditEventId, event, sealedAt }: SealedEvent,
): MisdatedEvent | undefined {
  if (event === null) return undefined;
  const at = event.occurred_at.getTime();
  const says = `audit event ${auditEventId} of seal ${sequence} says ${event.occurred_at.toISOString()}`;
  if (at < time.newestMs - latestSealMs) {
    const newest = new Date(time.newestMs).toISOString();
    return { auditEventId, message: `${says}, but stands behind one of ${newest}: backdated` };
  }
  if (at > sealedAt.getTime() + latestSealMs) {
    const sealed = sealedAt.toISOString();
    return { auditEventId, message: `${says}, but was sealed before that, at ${sealed}` };
  }
  return undefined;
}
