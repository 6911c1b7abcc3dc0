import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { fragment, isUnfinished, prepared, type Sql } from '#libs/database';
import type { ArmId, ProvisioningError } from '#libs/kernel';
import { addCostTags, makeResources } from '#libs/outbox';
import type { CostTag, ProvisioningState, ResourceKind } from '#libs/resources';
import type { Kinds } from '#libs/operations';
import type { FoundConnectedCluster } from '#libs/kinds/connected-clusters';
import { listBegan } from './row-guard.js';

const clustersStatement = prepared<
  { armIdKeys: readonly string[] },
  FoundConnectedCluster & { key: string }
>`SELECT id, arm_id AS "armId", arm_id_key AS key FROM resource
  WHERE kind = 'CONNECTED_CLUSTER' AND gone_at IS NULL AND arm_id_key = ANY (${'armIdKeys'}::text[])`;

/** The connected clusters of these ARM ids, in lower case, that have a row. */
export async function readConnectedClusters(
  sql: Sql,
  armIdKeys: readonly string[],
): Promise<Map<string, FoundConnectedCluster>> {
  if (armIdKeys.length === 0) return new Map();
  const { rows } = await sql.query(clustersStatement({ armIdKeys }));
  return new Map(rows.map(({ key, ...cluster }) => [key, cluster]));
}

/** What ARM listed and has no row, as its row shall be. */
export interface FoundThing {
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

interface Found {
  found: string;
  holderId: string;
  managed: boolean;
  deletions: readonly string[];
  listedFrom: string;
}

/**
 * Rows are made in the team of what holds them, unless it is being deleted, and not where one of the same id stands, or
 * has just gone from Azure: the list may be older than that.
 */
const foundStatement = prepared<Found, { count: number }>`
WITH found AS (
  SELECT * FROM jsonb_to_recordset(${'found'}::jsonb) AS s(id uuid, kind text, name text, "armId" text, "armIdKey" text,
    location text, state text, raw text, errors jsonb, observed jsonb, desired jsonb, "vmSizeKey" text, "costTags" jsonb,
    audit jsonb)
), holder AS (
  SELECT w.id, w.team_id, w.subscription_id FROM resource w
  WHERE w.id = ${'holderId'}::uuid AND w.gone_at IS NULL AND NOT EXISTS (SELECT FROM operation o
    WHERE o.target_id IN (w.id, w.parent_id) AND o.kind = ANY (${'deletions'}::text[]) AND ${isUnfinished('o')})
  FOR SHARE OF w
), ${makeResources({
  as: 'made',
  columns: fragment`id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, provisioning_errors, desired, observed, observed_at, vm_size_key, managed`,
  rows: fragment`
  SELECT found.id, found.kind, holder.team_id, holder.id, found.name, found."armId",
    found."armIdKey", holder.subscription_id, found.location, found.state::"ProvisioningState", found.raw,
    found.errors, found.desired, found.observed, ${listBegan}, found."vmSizeKey", ${'managed'}::boolean
  FROM found, holder
  WHERE NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = found."armIdKey" AND r.gone_at IS NULL)
    AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = found."armIdKey"
      AND r.released_at IS NULL AND r.gone_at > ${listBegan} - interval '2 minutes')
  ON CONFLICT DO NOTHING`,
  audit: fragment`found.audit || jsonb_build_object('teamId', made.team_id)`,
  beside: fragment`JOIN found ON found.id = made.id`,
})}, ${addCostTags(fragment`SELECT made.id, found."costTags" FROM made JOIN found ON found.id = made.id`)}
SELECT count(*)::int AS count FROM made`;

/** Where rows are made, and whether a team asked for that. */
export interface WhereFound {
  /** The workspace of computes, the group of workspaces. */
  holderId: string;
  managed: boolean;
  listedFrom: string;
}

/** Makes rows of what was found, with their audit rows, in one statement. Answers how many. */
export async function writeFoundThings(
  sql: Sql,
  { deletions }: Kinds,
  { holderId, managed, listedFrom }: WhereFound,
  resources: readonly { resource: FoundThing; audit: NewAuditEvent }[],
): Promise<number> {
  if (resources.length === 0) return 0;
  const rows = resources.map(({ resource, audit }) => ({
    ...resource,
    audit: withoutSecrets(audit),
  }));
  const found = JSON.stringify(rows);
  const { rows: made } = await sql.query(
    foundStatement({ found, holderId, managed, deletions, listedFrom }),
  );
  return made[0]?.count ?? 0;
}
