import { applyingLocks, describeLock, type ApplyingLock } from './applying-locks.rules.js';
import type { Finding } from './diagnostic.js';
import type { DiagnosticCode } from './diagnostic-codes.js';
import { bodyOf, evidenceOf } from './reading.rules.js';
import type { Surroundings } from './unsettled.rules.js';

/** The locks that hold a compute, as far as they could be read. */
export const locksOn = (
  compute: { armId: string; subnetId: string | null },
  { locks, since }: Surroundings,
  now: Date,
): ApplyingLock[] =>
  applyingLocks(
    compute,
    locks.flatMap((reading) => bodyOf(reading, { since, now }) ?? []),
  );

/** Which scopes were read for locks and when, and which could not be read. */
export const lookedForLocks = ({ locks, since }: Surroundings, now: Date): object => ({
  lookedForLocks:
    locks.length === 0
      ? [{ error: 'locks have not been read yet', readAt: null }]
      : locks.map((reading) => ({
          subscriptionId: reading.subscriptionId,
          ...evidenceOf('locks', reading, { since, now }),
        })),
});

/** Whether locks are known: every subscription could be read, and was not too long ago. */
export const allLocksRead = ({ locks, since }: Surroundings, now: Date): boolean =>
  locks.length > 0 &&
  locks.every((reading) => reading.error === null && bodyOf(reading, { since, now }));

export const grantReading =
  "Give Armature's identity Microsoft.Authorization/locks/read on the subscription (Reader has it), so that locks can be named.";

/** A finding that names every lock, the most restrictive first. */
export function blockedByLocks(
  code: DiagnosticCode,
  happening: string,
  locks: readonly [ApplyingLock, ...ApplyingLock[]],
  evidence: object,
): Finding {
  const ids = locks.map(({ id }) => `"${id}"`).join(' ');
  const several = locks.length > 1;
  return {
    code,
    message: `${happening}: ${locks.map(describeLock).join(', and ')} ${several ? 'stand' : 'stands'} in its way.`,
    remedy: `Remove ${several ? 'these locks' : 'that lock'} (az lock delete --ids ${ids}) or ask ${several ? 'their owners' : 'its owner'} to; every one that applies has to go. Azure then goes on by itself within minutes: nothing needs to be asked for again, and the lock can be put back afterwards.`,
    evidence: {
      locks: locks.map(({ name, level, on, scope, id, notes }) => ({
        name,
        level,
        on,
        scope,
        id,
        ...(notes !== null && { notes }),
      })),
      ...evidence,
    },
  };
}
