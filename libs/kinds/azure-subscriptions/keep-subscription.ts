import type { NewAuditEvent } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, type ArmId } from '#libs/kernel';
import { newId } from '#libs/operations';
import type { AzureSubscriptionObserved } from './azure-subscription.schema.js';
import { changeKept, lockKept, makeKept } from './azure-subscription.repository.js';

export interface KnownSubscription {
  subscriptionId: string;
  armId: ArmId;
  teamId: string;
  name: string;
  defaultLocation: string | null;
  observed: AzureSubscriptionObserved;
  principalId: string;
  /** Who adds it; the statement says what was done. */
  audit: Omit<NewAuditEvent, 'action'>;
}

/** Makes the row of a subscription, or brings it up to date; of two at once the second changes what the first made. Answers its id. */
export async function keepSubscription(sql: Sql, known: KnownSubscription): Promise<string> {
  const { teamId, name, defaultLocation, observed } = known;
  const after = { teamId, name, defaultLocation, ...observed };
  const id = newId();
  const about = { ...known.audit, targetKind: 'AZURE_SUBSCRIPTION', targetName: name, after };
  const values = { ...known, armIdKey: armIdKey(known.armId) };
  const added = { ...about, action: 'azure_subscription.added', targetId: id };
  if (await makeKept(sql, { ...values, id, audit: added })) return id;
  const kept = await lockKept(sql, values.armIdKey);
  if (!kept) throw new Error(`subscription ${known.subscriptionId}: it is there, and it is not`);
  const { id: targetId, ...before } = kept;
  const changed = { ...about, action: 'azure_subscription.changed', targetId, before };
  await changeKept(sql, { ...values, id: targetId, audit: changed });
  return targetId;
}
