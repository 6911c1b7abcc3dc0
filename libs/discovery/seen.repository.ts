import type { NewAuditEvent } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import type { CostTag, ProvisioningState } from '#libs/resources';
import { asRead, audited, auditsOf, guardColumns, guardOf, type RowGuard } from './row-guard.js';

/** What a compute is by now; what is absent stays. */
export interface SeenCompute {
  row: RowGuard;
  change?: {
    state: ProvisioningState;
    raw: string;
    errors: ProvisioningError[];
    observed: unknown;
    /** Only of unmanaged computes: what they are asked to be is taken from what Azure reports. */
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
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(changed."costTags") AS kept WHERE lower(kept->>'key') = lower(t.key))
), tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT changed.id, tag->>'key', tag->>'value', 'AZURE' FROM changed, jsonb_array_elements(changed."costTags") AS tag
  WHERE changed.found
  ON CONFLICT (resource_id, lower(key)) DO UPDATE SET key = excluded.key, value = excluded.value, source = excluded.source
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
  listedFrom: string,
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
