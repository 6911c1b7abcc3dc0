import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { fragment, prepared, type Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import { addCostTags, changeResources, dropOtherCostTags } from '#libs/outbox';
import type { CostTag, ProvisioningState } from '#libs/resources';
import {
  asRead,
  auditWithTeam,
  guardColumns,
  guardOf,
  listBegan,
  type RowGuard,
} from './row-guard.js';

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

const costTags = fragment`SELECT id, "costTags" FROM changed WHERE found`;

const seenStatement = prepared<{ seen: string; listedFrom: string }, { count: number }>`
WITH s AS (
  SELECT * FROM jsonb_to_recordset(${'seen'}::jsonb) AS s(${guardColumns}, changed boolean, state text, raw text,
    errors jsonb, observed jsonb, found boolean, desired jsonb, "vmSizeKey" text, "costTags" jsonb, audit jsonb)
), ${changeResources({
  as: 'changed',
  set: fragment`
    provisioning_state = coalesce(s.state::"ProvisioningState", r.provisioning_state),
    raw_provisioning_state = coalesce(s.raw, r.raw_provisioning_state),
    provisioning_errors = coalesce(s.errors, r.provisioning_errors),
    observed = coalesce(s.observed, r.observed),
    desired = CASE WHEN s.found THEN s.desired ELSE r.desired END,
    vm_size_key = CASE WHEN s.found THEN s."vmSizeKey" ELSE r.vm_size_key END,
    observed_at = ${listBegan}`,
  raisesVersion: fragment`s.found`,
  which: fragment`FROM s WHERE ${asRead}`,
  returning: fragment`s.changed, s.found, s."costTags", s.audit`,
  audit: auditWithTeam('changed'),
  toldWhere: fragment`changed`,
})}, ${dropOtherCostTags(costTags)}, ${addCostTags(costTags)}
SELECT count(*) FILTER (WHERE changed.changed)::int AS count FROM changed`;

/** Brings rows up to date, with their audit rows, and tells of what changed, in one statement. Answers how many changed. */
export async function writeSeen(
  sql: Sql,
  seen: readonly SeenCompute[],
  listedFrom: string,
): Promise<number> {
  if (seen.length === 0) return 0;
  const rows = seen.map(({ row, change, audit }) => {
    const { found, ...facts } = change ?? {};
    const flags = { changed: change !== undefined, found: found !== undefined };
    const event = audit && { audit: withoutSecrets(audit) };
    return { ...guardOf(row), ...facts, ...found, ...flags, ...event };
  });
  const { rows: written } = await sql.query(
    seenStatement({ seen: JSON.stringify(rows), listedFrom }),
  );
  return written[0]?.count ?? 0;
}
