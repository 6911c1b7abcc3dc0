import type { Sql } from '#libs/database';
import type { ArmId, ProvisioningError } from '#libs/kernel';
import type { ProvisioningState } from '#libs/resources';
import { azureAudit } from '#libs/tenants';

/** The database's clock, as it writes it, to the microsecond. */
export async function readNow(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ now: string }>('SELECT now()::text AS now');
  return String(rows[0]?.now);
}

/** Subscriptions in which a team owns a resource group. */
export async function findSubscriptions(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({
    name: 'clusters-subscriptions',
    text: `SELECT DISTINCT subscription_id AS id FROM resource
      WHERE kind = 'RESOURCE_GROUP' AND gone_at IS NULL AND provisioning_state = 'SUCCEEDED'`,
    values: [],
  });
  return rows.map(({ id }) => id);
}

export interface ClusterToObserve {
  id: string;
  armId: ArmId;
}

/** The clusters that come after this one, newest first, at most `limit`; from the newest one without it. */
export async function readClustersToObserve(
  sql: Sql,
  after: string | undefined,
  limit: number,
): Promise<ClusterToObserve[]> {
  const { rows } = await sql.query<ClusterToObserve>({
    name: 'clusters-to-observe',
    text: `SELECT c.id, c.arm_id AS "armId" FROM resource c
      WHERE c.kind = 'CONNECTED_CLUSTER' AND c.gone_at IS NULL AND ($1::uuid IS NULL OR c.id < $1::uuid)
      ORDER BY c.id DESC LIMIT $2::integer`,
    values: [after ?? null, limit],
  });
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

const unfinished = `EXISTS (SELECT 1 FROM operation o
  WHERE o.target_id = r.id AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED'))`;

/** The call, but for its last bracket, that appends the audit row of each in `of`; `parameter` says who did it. */
const auditOf = (of: string, what: 'imported' | 'vanished', parameter: string): string =>
  `append_audit_event(${parameter}::jsonb || jsonb_build_object('action', lower(${of}.kind) || '.${what}',
    'teamId', ${of}.team_id, 'targetId', ${of}.id, 'targetKind', ${of}.kind, 'targetName', ${of}.name)`;

/**
 * A row is made where what holds it has one that Azure has shown to be ours, in that one's team: a group whose creation
 * never ended may be somebody else's. None is made where one of the same id has just gone: the
 * list may be older than that. What an operation is at work on is left to it. Of what stands failed and does not say why,
 * the reason stays that its operation was told.
 */
const foundText = `
WITH seen AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS s("kind" text, "armId" text, "armIdKey" text, "name" text,
    "parentKey" text, "location" text, "state" text, "raw" text, "errors" jsonb, "observed" jsonb, "desired" jsonb)
), changed AS (
  UPDATE resource r SET provisioning_state = seen.state::"ProvisioningState", raw_provisioning_state = seen.raw,
    provisioning_errors = CASE
      WHEN seen.errors = '[]' AND seen.state = 'FAILED' AND before.provisioning_state = 'FAILED'
      THEN before.provisioning_errors ELSE seen.errors END,
    observed = seen.observed, observed_at = now()
  FROM seen JOIN resource before ON before.arm_id_key = seen."armIdKey" AND before.gone_at IS NULL
  WHERE r.id = before.id AND r.kind = seen.kind AND NOT ${unfinished}
  RETURNING r.id, r.team_id, (r.provisioning_state, r.provisioning_errors, r.observed) IS DISTINCT FROM
    (before.provisioning_state, before.provisioning_errors, before.observed) AS differs
), made AS (
  INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, provisioning_errors, observed, observed_at, desired)
  SELECT seen.kind, holder.team_id, holder.id, seen.name, seen."armId", seen."armIdKey",
    holder.subscription_id, coalesce(nullif(seen.location, ''), holder.location), seen.state::"ProvisioningState", seen.raw, seen.errors, seen.observed,
    now(), seen.desired
  FROM seen JOIN resource holder ON holder.arm_id_key = seen."parentKey" AND holder.gone_at IS NULL
  WHERE (holder.provisioning_state = 'SUCCEEDED' OR holder.observed IS NOT NULL)
    AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = seen."armIdKey" AND r.gone_at IS NULL)
    AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = seen."armIdKey"
      AND r.gone_at > now() - interval '2 minutes')
  ON CONFLICT DO NOTHING
  RETURNING id, team_id, kind, name, arm_id
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id)
  SELECT 'resource.changed', id, team_id FROM changed WHERE differs
  UNION ALL SELECT 'resource.changed', id, team_id FROM made
)
SELECT ${auditOf('made', 'imported', '$2')} || jsonb_build_object('after',
  jsonb_build_object('armId', made.arm_id))) FROM made`;

/** Writes what was listed, and tells of what changed, in one statement. */
export async function writeFound(sql: Sql, found: readonly FoundResource[]): Promise<void> {
  if (found.length === 0) return;
  const values = [JSON.stringify(found), JSON.stringify(azureAudit())];
  await sql.query({ name: 'clusters-found', text: foundText, values });
}

/**
 * What a whole list no longer holds is gone, with all in it, unless an operation is at work on it, or it was seen since the
 * list began, or so shortly before that the list may be behind.
 */
const goneText = `
WITH lost AS (
  UPDATE resource r SET gone_at = now()
  WHERE r.kind = $1::text AND r.gone_at IS NULL
    AND r.observed_at < least($7::timestamptz, now() - interval '1 minute')
    AND ($2::text IS NULL OR r.subscription_id = $2::text) AND ($3::uuid IS NULL OR r.parent_id = $3::uuid)
    AND ($6::text IS NULL OR r.arm_id_key LIKE '%/providers/' || lower($6::text) || '/%')
    AND r.arm_id_key <> ALL ($4::text[]) AND NOT ${unfinished}
  RETURNING r.id, r.team_id, r.kind, r.name
), inside AS (
  UPDATE resource r SET gone_at = now() FROM lost
  WHERE r.parent_id = lost.id AND r.gone_at IS NULL AND NOT ${unfinished} RETURNING r.id, r.team_id, r.kind, r.name
), gone AS (
  SELECT * FROM lost UNION ALL SELECT * FROM inside
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id) SELECT 'resource.changed', id, team_id FROM gone
)
SELECT ${auditOf('gone', 'vanished', '$5')}) FROM gone`;

/** `listedFrom`: the database's clock before the list. */
export async function writeGone(
  sql: Sql,
  of: { kind: FoundResource['kind']; subscriptionId?: string; type?: string; parentId?: string },
  presentKeys: readonly string[],
  listedFrom: string,
): Promise<void> {
  const values = [
    of.kind,
    of.subscriptionId ?? null,
    of.parentId ?? null,
    presentKeys,
    JSON.stringify(azureAudit()),
    of.type ?? null,
    listedFrom,
  ];
  await sql.query({ name: 'clusters-gone', text: goneText, values });
}
