import { setTimeout as sleep } from 'node:timers/promises';
import type { ArmBudget, BudgetOperation } from './arm-budget.js';
import { ownArmError } from '../map-network-error.js';

const longestWaitMs = 2_000;

const spent = (waitMs: number) =>
  ownArmError({
    kind: 'throttled',
    code: 'ArmBudgetSpent',
    message: 'The requests that Azure allows this subscription are spent for now.',
    remedy: 'Wait: it is sent as soon as there is room.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    maybeAccepted: false,
  });

/**
 * Waits at most two seconds for a token, and answers how many were left then. Rejects with ArmError `throttled` where none comes that soon, with
 * `transient` where the database does not answer, and with the signal's reason once it aborts; nothing may be sent then.
 */
export async function takeBudget(
  budget: ArmBudget,
  subscriptionId: string,
  operation: BudgetOperation,
  signal: AbortSignal,
  teamId?: string,
): Promise<number | undefined> {
  const grant = await fromDatabase(budget.take(subscriptionId, operation, longestWaitMs, teamId));
  if (!grant.granted) throw spent(grant.waitMs);
  if (grant.waitMs === 0) return grant.left;
  await sleep(grant.waitMs, undefined, { signal });
  const quietMs = await fromDatabase(budget.quietForMs(subscriptionId));
  if (quietMs > 0) throw spent(quietMs);
  return grant.left;
}

/** Without the shared count nothing is sent: other processes cannot know of it. */
function fromDatabase<T>(answer: Promise<T>): Promise<T> {
  return answer.catch(() => {
    throw ownArmError({
      kind: 'transient',
      code: 'ArmBudgetUnavailable',
      message: 'The database that counts requests to Azure did not answer.',
      maybeAccepted: false,
    });
  });
}
