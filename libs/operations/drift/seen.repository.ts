import type { NewAuditEvent } from '#libs/audit';
import { auditParameter } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import type { CostTag, ProvisioningState, ResourceKind } from '#libs/resources';

/** Kinds that a list of a workspace's computes answers for. */
export const computeKinds = `('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE')`;

/** A row as it was read after the list: where it moved since, nothing is written over it. */
export interface RowGuard {
  id: string;
  version: number;
  observedAt: Date | null;
  provisioningState: ProvisioningState;
}

export interface KnownCompute extends RowGuard {
  kind: ResourceKind;
  armId: string;
  armIdKey: string;
  name: string;
  teamId: string;
  rawProvisioningState: string;
  provisioningErrors: ProvisioningError[];
  desired: unknown;
  observed: unknown;
  managed: boolean;
  /** No operation was at work on it since the list began, and nobody has looked at it since. */
  free: boolean;
  /** Detached to be attached again, which failed: it is not there, and retryOperation brings it back. */
  betweenAttachments: boolean;
}

/**
 * What an operation is at work on, or was since the list began, is the operation's: the list may be older.
 * `from`: the parameter with the database's clock before the list.
 */
const isFree = (
  from: string,
): string => `NOT EXISTS (SELECT FROM operation o WHERE o.target_id = c.id
  AND (o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') OR o.created_at >= ${from} OR o.completed_at >= ${from}))`;

const knownText = `
SELECT c.id, c.version, c.observed_at AS "observedAt", c.provisioning_state AS "provisioningState", c.kind,
  c.arm_id AS "armId", c.arm_id_key AS "armIdKey", c.name, c.team_id AS "teamId",
  c.raw_provisioning_state AS "rawProvisioningState", c.provisioning_errors AS "provisioningErrors", c.desired,
  c.observed, c.managed, c.created_at < $2::timestamptz AND coalesce(c.observed_at <= $2::timestamptz, true)
    AND ${isFree('$2::timestamptz')} AS free,
  coalesce((SELECT o.kind = 'KUBERNETES_COMPUTE_REATTACH' AND o.status = 'FAILED' FROM operation o
    WHERE o.target_id = c.id ORDER BY o.id DESC LIMIT 1), false) AS "betweenAttachments"
FROM resource c WHERE c.parent_id = $1::uuid AND c.kind IN ${computeKinds} AND c.gone_at IS NULL`;

/** The computes of the workspace that have a row. */
export async function readKnown(
  sql: Sql,
  workspaceId: string,
  listedFrom: Date,
): Promise<KnownCompute[]> {
  const { rows } = await sql.query<KnownCompute>({
    name: 'drift-known',
    text: knownText,
    values: [workspaceId, listedFrom],
  });
  return rows;
}

/** `c` is as the guard `s` read it, also where another transaction changes it at this moment. */
const asRead = (
  from: string,
): string => `c.id = s.id AND c.gone_at IS NULL AND c.version = s.version
  AND c.observed_at IS NOT DISTINCT FROM s."observedAt" AND c.provisioning_state = s."provisioningState"::"ProvisioningState"
  AND ${isFree(from)}`;

const guardColumns = `id uuid, version integer, "observedAt" timestamptz, "provisioningState" text`;
const guardOf = ({ id, version, observedAt, provisioningState }: RowGuard): RowGuard => ({
  id,
  version,
  observedAt,
  provisioningState,
});

/** Audit rows of the computes in `of`, which names id and team. */
const audited = (parameter: string, of: string): string => `
  SELECT append_audit_event(event || jsonb_build_object('teamId', ${of}.team_id))
  FROM jsonb_array_elements(${parameter}::jsonb) AS event JOIN ${of} ON ${of}.id = (event->>'targetId')::uuid`;

const auditsOf = (events: readonly NewAuditEvent[]): string =>
  `[${events.map(auditParameter).join(',')}]`;

/** What a compute is by now; what is absent stays. */
export interface SeenCompute {
  row: RowGuard;
  change?: {
    state: ProvisioningState;
    raw: string;
    errors: ProvisioningError[];
    observed: unknown;
    /** Only of what nobody manages here: what was found is what was asked for. */
    found?: { desired: unknown; vmSizeKey: string | null; costTags: CostTag[] };
  };
  audit?: NewAuditEvent;
}

const seenText = `
WITH s AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS s(${guardColumns}, changed boolean, state text, raw text,
    errors jsonb, observed jsonb, found boolean, desired jsonb, "vmSizeKey" text, "costTags" jsonb)
), changed AS (
  UPDATE resource c SET
    provisioning_state = coalesce(s.state::"ProvisioningState", c.provisioning_state),
    raw_provisioning_state = coalesce(s.raw, c.raw_provisioning_state),
    provisioning_errors = coalesce(s.errors, c.provisioning_errors),
    observed = coalesce(s.observed, c.observed),
    desired = CASE WHEN s.found THEN s.desired ELSE c.desired END,
    vm_size_key = CASE WHEN s.found THEN s."vmSizeKey" ELSE c.vm_size_key END,
    version = c.version + CASE WHEN s.found THEN 1 ELSE 0 END,
    observed_at = $2::timestamptz
  FROM s WHERE ${asRead('$2::timestamptz')}
  RETURNING c.id, c.team_id, s.changed, s.found, s."costTags"
), untagged AS (
  DELETE FROM cost_tag t USING changed WHERE t.resource_id = changed.id AND changed.found
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(changed."costTags") AS kept WHERE kept->>'key' = t.key)
), tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT changed.id, tag->>'key', tag->>'value', 'AZURE' FROM changed, jsonb_array_elements(changed."costTags") AS tag
  WHERE changed.found
  ON CONFLICT (resource_id, key) DO UPDATE SET value = excluded.value, source = excluded.source
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id)
  SELECT 'resource.changed', id, team_id FROM changed WHERE changed.changed
), audited AS (${audited('$3', 'changed')}
)
SELECT count(*) FILTER (WHERE changed.changed)::int AS count, (SELECT count(*) FROM audited) AS audited FROM changed`;

/** Brings rows up to date, with their audit rows, and tells of what changed, in one statement. Answers how many changed. */
export async function writeSeen(
  sql: Sql,
  seen: readonly SeenCompute[],
  listedFrom: Date,
): Promise<number> {
  if (seen.length === 0) return 0;
  const rows = seen.map(({ row, change }) => {
    const { found, ...facts } = change ?? {};
    const flags = { changed: change !== undefined, found: found !== undefined };
    return { ...guardOf(row), ...facts, ...found, ...flags };
  });
  const { rows: written } = await sql.query<{ count: number }>({
    name: 'drift-seen',
    text: seenText,
    values: [
      JSON.stringify(rows),
      listedFrom,
      auditsOf(seen.flatMap(({ audit }) => (audit ? [audit] : []))),
    ],
  });
  return written[0]?.count ?? 0;
}

const goneText = `
WITH s AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS s(${guardColumns})
), lost AS (
  UPDATE resource c SET gone_at = now(), observed_at = $2::timestamptz
  FROM s WHERE ${asRead('$2::timestamptz')} RETURNING c.id, c.team_id
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id) SELECT 'resource.changed', id, team_id FROM lost
), audited AS (${audited('$3', 'lost')}
)
SELECT count(*)::int AS count, (SELECT count(*) FROM audited) AS audited FROM lost`;

/** Marks as gone what is no longer in Azure, with its audit rows. Answers how many. */
export async function writeGone(
  sql: Sql,
  gone: readonly { row: RowGuard; audit: NewAuditEvent }[],
  listedFrom: Date,
): Promise<number> {
  if (gone.length === 0) return 0;
  const { rows } = await sql.query<{ count: number }>({
    name: 'drift-gone',
    text: goneText,
    values: [
      JSON.stringify(gone.map(({ row }) => guardOf(row))),
      listedFrom,
      auditsOf(gone.map(({ audit }) => audit)),
    ],
  });
  return rows[0]?.count ?? 0;
}
