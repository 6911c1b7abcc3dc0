import {
  allLocksRead,
  blockedByLocks,
  grantReading,
  locksOn,
  lookedForLocks,
} from './diagnose-locks.rules.js';
import type { Finding } from './diagnostic.js';
import { minute, minutesOf, type Surroundings } from './unsettled.rules.js';

/** Deletions take minutes. */
const suspiciousMs = 5 * minute;
const longMs = 30 * minute;

/** A compute that is being deleted and does not go (docs/azure-facts.md#locks). */
export function diagnoseDeletion(
  compute: { armId: string; subnetId: string | null; provisioningState: string },
  around: Surroundings,
  now: Date,
): Finding[] {
  if (compute.provisioningState !== 'DELETING' || around.since === null) return [];
  const ms = now.getTime() - around.since.getTime();
  const [lock, ...others] = locksOn(compute, around, now);
  const evidence = { seenDeletingSince: around.since, ...lookedForLocks(around, now) };
  const happening = `It has been DELETING for ${minutesOf(ms)} minutes`;
  if (lock && ms >= suspiciousMs)
    return [blockedByLocks('DELETION_BLOCKED_BY_LOCK', happening, [lock, ...others], evidence)];
  if (ms < longMs) return [];
  const remedy = allLocksRead(around, now)
    ? 'Follow its deletion in the activity log of the resource group, and give Azure support the ARM id if it stays so.'
    : `Look for locks on the subscription, the resource group and the network of it. ${grantReading}`;
  return [{ code: 'DELETION_TOO_LONG', message: `${happening}.`, remedy, evidence }];
}
