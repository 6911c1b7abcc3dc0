import { happenedTo } from '#libs/audit';
import { fragment, isUnfinished, prepared, type Sql } from '#libs/database';
import type { ArmId, ProvisioningError } from '#libs/kernel';
import { changeResources, makeResources } from '#libs/outbox';
import type { ProvisioningState } from '#libs/resources';
import { azureAudit } from '#libs/tenants';

/** The database's clock, as it writes it, to the microsecond. */
export async function readNow(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ now: string }>('SELECT now()::text AS now');
  return String(rows[0]?.now);
}

const subscriptionsStatement = prepared<object, { id: string }>`
SELECT DISTINCT subscription_id AS id FROM resource
WHERE kind = 'RESOURCE_GROUP' AND gone_at IS NULL AND provisioning_state = 'SUCCEEDED'`;

/** Subscriptions in which a team owns a resource group. */
export async function findSubscriptions(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query(subscriptionsStatement({}));
  return rows.map(({ id }) => id);
}

export interface ConnectedClusterToObserve {
  id: string;
  armId: ArmId;
}

const nextStatement = prepared<{ after: string | null; limit: number }, ConnectedClusterToObserve>`
SELECT c.id, c.arm_id AS "armId" FROM resource c
WHERE c.kind = 'CONNECTED_CLUSTER' AND c.gone_at IS NULL AND (${'after'}::uuid IS NULL OR c.id < ${'after'}::uuid)
ORDER BY c.id DESC LIMIT ${'limit'}::integer`;

/** The clusters that come after this one, newest first, at most `limit`; from the newest one without it. */
export async function readConnectedClustersToObserve(
  sql: Sql,
  after: string | undefined,
  limit: number,
): Promise<ConnectedClusterToObserve[]> {
  const { rows } = await sql.query(nextStatement({ after: after ?? null, limit }));
  return rows;
}

/** Something that ARM listed, as its row shall be. */
export interface FoundResource {
  kind: 'CONNECTED_CLUSTER' | 'ARC_EXTENSION';
  armId: ArmId;
  armIdKey: string;
  name: string;
  /** The ARM id of what holds it, lower case: the group of a cluster, the cluster of an extension. */
  parentKey: string;
  /** Empty where it is that of what holds it. */
  location: string;
  state: ProvisioningState;
  raw: string;
  errors: ProvisioningError[];
  observed: unknown;
  desired: unknown;
}

const isBusy = fragment`EXISTS (SELECT 1 FROM operation o WHERE o.target_id = r.id AND ${isUnfinished('o')})`;

/** SQL: what the events of one look have in common: that Azure is the actor, and the look's id. `happenedTo` adds what happened to which row. */
const byAzure = fragment`${'audit'}::jsonb`;

/**
 * A row is made where what holds it has one that Azure has shown to be ours, in that one's team: a group whose creation
 * never ended may be somebody else's. None is made where one of the same id has just gone: the
 * list may be older than that. What an operation is at work on is left to it. Of what stands failed and does not say why,
 * the reason stays that its operation was told.
 */
const foundStatement = prepared<{ found: string; audit: string }>`
WITH seen AS (
  SELECT * FROM jsonb_to_recordset(${'found'}::jsonb) AS s("kind" text, "armId" text, "armIdKey" text, "name" text,
    "parentKey" text, "location" text, "state" text, "raw" text, "errors" jsonb, "observed" jsonb, "desired" jsonb)
), ${changeResources({
  as: 'changed',
  set: fragment`provisioning_state = seen.state::"ProvisioningState", raw_provisioning_state = seen.raw,
    provisioning_errors = CASE
      WHEN seen.errors = '[]' AND seen.state = 'FAILED' AND before.provisioning_state = 'FAILED'
      THEN before.provisioning_errors ELSE seen.errors END,
    observed = seen.observed, observed_at = now()`,
  raisesVersion: false,
  which: fragment`FROM seen JOIN resource before ON before.arm_id_key = seen."armIdKey" AND before.gone_at IS NULL
    WHERE r.id = before.id AND r.kind = seen.kind AND NOT ${isBusy}`,
  returning: fragment`(r.provisioning_state, r.provisioning_errors, r.observed) IS DISTINCT FROM
    (before.provisioning_state, before.provisioning_errors, before.observed) AS differs`,
  audit: 'none',
  toldWhere: fragment`differs`,
})}, ${makeResources({
  as: 'made',
  columns: fragment`kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, provisioning_errors, observed, observed_at, desired`,
  rows: fragment`
  SELECT seen.kind, holder.team_id, holder.id, seen.name, seen."armId", seen."armIdKey",
    holder.subscription_id, coalesce(nullif(seen.location, ''), holder.location), seen.state::"ProvisioningState", seen.raw, seen.errors, seen.observed,
    now(), seen.desired
  FROM seen JOIN resource holder ON holder.arm_id_key = seen."parentKey" AND holder.gone_at IS NULL
  WHERE (holder.provisioning_state = 'SUCCEEDED' OR holder.observed IS NOT NULL)
    AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = seen."armIdKey" AND r.gone_at IS NULL)
    AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = seen."armIdKey"
      AND r.released_at IS NULL AND r.gone_at > now() - interval '2 minutes')
  FOR SHARE OF holder ON CONFLICT DO NOTHING`,
  returning: fragment`r.arm_id`,
  audit: fragment`${happenedTo(byAzure, 'made', 'imported')}
    || jsonb_build_object('after', jsonb_build_object('armId', made.arm_id))`,
})}
SELECT FROM made`;

/** Writes what was listed, and tells of what changed, in one statement. */
export async function writeFound(sql: Sql, found: readonly FoundResource[]): Promise<void> {
  if (found.length === 0) return;
  await sql.query(
    foundStatement({ found: JSON.stringify(found), audit: JSON.stringify(azureAudit()) }),
  );
}

/** A list that was whole: of what, and what it held. */
export interface WholeList {
  kind: FoundResource['kind'];
  subscriptionId?: string;
  type?: string;
  parentId?: string;
  presentKeys: readonly string[];
  /** The database's clock before the list. */
  listedFrom: string;
}

/**
 * What a whole list no longer holds is gone, with all in it, unless an operation is at work on it, or it was seen since the
 * list began, or so shortly before that the list may be behind.
 */
const goneStatement = prepared<WholeList & { audit: string }>`
WITH ${changeResources({
  as: 'lost',
  set: fragment`gone_at = now()`,
  raisesVersion: false,
  which: fragment`WHERE r.kind = ${'kind'}::text AND r.gone_at IS NULL
    AND r.observed_at < least(${'listedFrom'}::timestamptz, now() - interval '1 minute')
    AND (${'subscriptionId'}::text IS NULL OR r.subscription_id = ${'subscriptionId'}::text)
    AND (${'parentId'}::uuid IS NULL OR r.parent_id = ${'parentId'}::uuid)
    AND (${'type'}::text IS NULL OR r.arm_id_key LIKE '%/providers/' || lower(${'type'}::text) || '/%')
    AND r.arm_id_key <> ALL (${'presentKeys'}::text[]) AND NOT ${isBusy}`,
  audit: happenedTo(byAzure, 'lost', 'vanished'),
})}, ${changeResources({
  as: 'inside',
  set: fragment`gone_at = now()`,
  raisesVersion: false,
  which: fragment`FROM lost WHERE r.parent_id = lost.id AND r.gone_at IS NULL AND NOT ${isBusy}`,
  audit: happenedTo(byAzure, 'inside', 'vanished'),
})}
SELECT FROM lost`;

export async function writeUnlistedGone(sql: Sql, list: WholeList): Promise<void> {
  await sql.query(goneStatement({ ...list, audit: JSON.stringify(azureAudit()) }));
}
