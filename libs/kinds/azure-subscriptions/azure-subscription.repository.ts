import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { fragment, prepared, statement, type Sql } from '#libs/database';
import { changeResources, makeResources } from '#libs/outbox';
import type { AzureSubscriptionObserved } from './azure-subscription.schema.js';

export interface KeptSubscription {
  id: string;
  subscriptionId: string;
  armId: string;
  armIdKey: string;
  teamId: string;
  name: string;
  defaultLocation: string | null;
  observed: AzureSubscriptionObserved;
  principalId: string;
  audit: NewAuditEvent;
}

type Written = Omit<KeptSubscription, 'observed' | 'defaultLocation'> & {
  location: string;
  observed: string;
};

const writtenOf = ({ observed, defaultLocation, ...kept }: KeptSubscription): Written => ({
  ...kept,
  location: defaultLocation ?? '',
  observed: JSON.stringify(observed),
  audit: withoutSecrets(kept.audit),
});

const makeStatement = prepared<Written>`
WITH ${makeResources({
  as: 'made',
  columns: fragment`id, kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
    raw_provisioning_state, desired, observed, observed_at, created_by_id`,
  rows: fragment`
  SELECT ${'id'}::uuid, 'AZURE_SUBSCRIPTION', ${'teamId'}::uuid, ${'name'}::text, ${'armId'}::text, ${'armIdKey'}::text,
    ${'subscriptionId'}::text, ${'location'}::text, 'SUCCEEDED'::"ProvisioningState", 'Succeeded', '{}'::jsonb,
    ${'observed'}::jsonb, now(), ${'principalId'}::uuid
  ON CONFLICT DO NOTHING`,
  audit: fragment`${'audit'}::jsonb`,
})}
SELECT id FROM made`;

/** False where a row of it stands already. */
export async function makeKept(sql: Sql, kept: KeptSubscription): Promise<boolean> {
  const { rowCount } = await sql.query(makeStatement(writtenOf(kept)));
  return rowCount === 1;
}

const lockStatement = statement<
  { armIdKey: string },
  { id: string; teamId: string; name: string; location: string; observed: unknown }
>`
SELECT id, team_id AS "teamId", name, location, observed FROM resource
WHERE arm_id_key = ${'armIdKey'} AND gone_at IS NULL FOR UPDATE`;

/** The row that stands, held until the transaction ends; undefined where none does. */
export async function lockKept(sql: Sql, armIdKey: string) {
  const { rows } = await sql.query(lockStatement({ armIdKey }));
  return rows[0];
}

const changeStatement = prepared<Written>`
WITH ${changeResources({
  as: 'changed',
  set: fragment`team_id = ${'teamId'}::uuid, name = ${'name'}::text, location = ${'location'}::text,
    observed = ${'observed'}::jsonb, observed_at = now()`,
  raisesVersion: true,
  which: fragment`WHERE r.id = ${'id'}::uuid`,
  audit: fragment`${'audit'}::jsonb`,
})}
SELECT id FROM changed`;

export async function changeKept(sql: Sql, kept: KeptSubscription): Promise<void> {
  await sql.query(changeStatement(writtenOf(kept)));
}

const heldStatement = statement<
  { subscriptionId: string },
  { armId: string; name: string; count: number }
>`
SELECT min(arm_id) AS "armId", min(name) AS name, count(*)::int AS count FROM resource
WHERE lower(subscription_id) = lower(${'subscriptionId'}) AND kind <> 'AZURE_SUBSCRIPTION' AND gone_at IS NULL
HAVING count(*) > 0`;

/** What teams still hold in the subscription: one of it, and how many; undefined: nothing. */
export async function readHeldIn(sql: Sql, subscriptionId: string) {
  const { rows } = await sql.query(heldStatement({ subscriptionId }));
  return rows[0];
}

const removeStatement = prepared<{ id: string; audit: NewAuditEvent }>`
WITH ${changeResources({
  as: 'removed',
  set: fragment`gone_at = now(), released_at = now()`,
  raisesVersion: true,
  which: fragment`WHERE r.id = ${'id'}::uuid AND r.gone_at IS NULL`,
  audit: fragment`${'audit'}::jsonb`,
})}
SELECT id FROM removed`;

/** Lets go of the subscription; in Azure it stands as it was. */
export async function removeKept(sql: Sql, id: string, audit: NewAuditEvent): Promise<void> {
  await sql.query(removeStatement({ id, audit: withoutSecrets(audit) }));
}
