import { auditParameter, type NewAuditEvent } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { ArmId, ProvisioningError } from '#libs/kernel';
import type { CostTag, ProvisioningState, ResourceKind } from '#libs/resources';
import type { Kinds } from '#libs/operations';
import type { FoundCluster } from '#libs/kinds/connected-clusters';

/** The connected clusters of these ARM ids, in lower case, that have a row. */
export async function readClusters(
  sql: Sql,
  armIdKeys: readonly string[],
): Promise<Map<string, FoundCluster>> {
  if (armIdKeys.length === 0) return new Map();
  const { rows } = await sql.query<FoundCluster & { key: string }>({
    name: 'drift-clusters',
    text: `SELECT id, arm_id AS "armId", arm_id_key AS key FROM resource
      WHERE kind = 'CONNECTED_CLUSTER' AND gone_at IS NULL AND arm_id_key = ANY ($1::text[])`,
    values: [armIdKeys],
  });
  return new Map(rows.map(({ key, ...cluster }) => [key, cluster]));
}

/** A compute that ARM listed and that has no row, as its row shall be. */
export interface FoundCompute {
  id: string;
  kind: ResourceKind;
  name: string;
  armId: ArmId;
  armIdKey: string;
  location: string;
  state: ProvisioningState;
  raw: string;
  errors: ProvisioningError[];
  observed: unknown;
  desired: unknown;
  vmSizeKey: string | null;
  costTags: CostTag[];
}

/**
 * Rows are made in the team of the workspace, unless it is being deleted, and not where one of the same id stands, or
 * has just gone: the list may be older than that.
 */
const foundText = `
WITH found AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, kind text, name text, "armId" text, "armIdKey" text,
    location text, state text, raw text, errors jsonb, observed jsonb, desired jsonb, "vmSizeKey" text, "costTags" jsonb)
), holder AS (
  SELECT w.id, w.team_id, w.subscription_id FROM resource w
  WHERE w.id = $2::uuid AND w.gone_at IS NULL AND NOT EXISTS (SELECT FROM operation o
    WHERE o.target_id IN (w.id, w.parent_id) AND o.kind = ANY ($5::text[])
      AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED'))
  FOR SHARE OF w
), made AS (
  INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, provisioning_errors, desired, observed, observed_at, vm_size_key, managed)
  SELECT found.id, found.kind, holder.team_id, holder.id, found.name, found."armId",
    found."armIdKey", holder.subscription_id, found.location, found.state::"ProvisioningState", found.raw,
    found.errors, found.desired, found.observed, $3::timestamptz, found."vmSizeKey", false
  FROM found, holder
  WHERE NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = found."armIdKey" AND r.gone_at IS NULL)
    AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = found."armIdKey"
      AND r.gone_at > $3::timestamptz - interval '2 minutes')
  ON CONFLICT DO NOTHING
  RETURNING id, team_id
), tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT made.id, tag->>'key', tag->>'value', 'AZURE' FROM made JOIN found ON found.id = made.id,
    jsonb_array_elements(found."costTags") AS tag
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id) SELECT 'resource.changed', id, team_id FROM made
), audited AS (
  SELECT append_audit_event(event || jsonb_build_object('teamId', made.team_id))
  FROM jsonb_array_elements($4::jsonb) AS event JOIN made ON made.id = (event->>'targetId')::uuid
)
SELECT count(*)::int AS count, (SELECT count(*) FROM audited) AS audited FROM made`;

/** Makes rows of what was found in the workspace, with their audit rows, in one statement. Answers how many. */
export async function writeFoundComputes(
  sql: Sql,
  kinds: Kinds,
  workspaceId: string,
  found: readonly FoundCompute[],
  audits: readonly NewAuditEvent[],
  listedFrom: string,
): Promise<number> {
  if (found.length === 0) return 0;
  const { rows } = await sql.query<{ count: number }>({
    name: 'drift-found',
    text: foundText,
    values: [
      JSON.stringify(found),
      workspaceId,
      listedFrom,
      `[${audits.map(auditParameter).join(',')}]`,
      kinds.deletions,
    ],
  });
  return rows[0]?.count ?? 0;
}
