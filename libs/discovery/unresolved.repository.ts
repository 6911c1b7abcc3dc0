import type { Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import type { ResourceKind } from '#libs/resources';
import type { Kinds } from '#libs/operations';
import { asRead, guardColumns, guardOf, type RowGuard } from './row-guard.js';

/** A resource that is shown as if something were under way, or as unknown, while no operation is at work on it. */
export interface UnresolvedResource extends RowGuard {
  kind: ResourceKind;
  name: string;
  armId: string;
  provisioningErrors: ProvisioningError[];
  observed: unknown;
  /** Looks before this one. */
  looks: number;
  /** What was sent may not show yet: only what is on its way there is to be believed. */
  doubtful: boolean;
  /** Its operation was to delete it. */
  deletes: boolean;
  /** Its operation was given up. */
  abandoned: boolean;
  /** It was to be detached and attached again: it may be in between. */
  reattaches: boolean;
  /** The database's clock before the look, as it writes it. */
  lookedFrom: string;
}

/** A worker that died gives its resources back after this. */
const holdSeconds = 30;

/**
 * Due ones, at most $1, put off by $2 seconds, so that no two workers look at the same one. A write shows within
 * seconds of its answer, and within a minute where none was heard (the longest that a request takes).
 */
const claimText = `
WITH unresolved AS (
  SELECT r.id, last.id AS operation_id, last.kind, last.code
  FROM resource r CROSS JOIN LATERAL (
    SELECT o.id, o.kind, o.status, o.error->>'code' AS code FROM operation o
    WHERE o.target_id = r.id ORDER BY o.id DESC LIMIT 1) last
  LEFT JOIN resource_look l ON l.resource_id = r.id
  WHERE r.gone_at IS NULL AND r.provisioning_state IN ('UNKNOWN', 'CREATING', 'UPDATING', 'DELETING')
    AND last.status IN ('SUCCEEDED', 'FAILED', 'CANCELED') AND coalesce(l.look_at <= now(), true)
    AND NOT EXISTS (SELECT FROM arm_budget b WHERE b.subscription_id = lower(r.subscription_id)
      AND b.operation = 'read' AND b.quiet_until > now())
  ORDER BY l.look_at NULLS FIRST, r.id LIMIT $1::integer
), held AS (
  INSERT INTO resource_look AS l (resource_id, look_at)
  SELECT id, now() + $2::float8 * interval '1 second' FROM unresolved ORDER BY id
  ON CONFLICT (resource_id) DO UPDATE SET look_at = excluded.look_at WHERE l.look_at <= now()
  RETURNING l.resource_id, l.looks
)
SELECT c.id, c.version, c.observed_at::text AS "observedAt", c.provisioning_state AS "provisioningState", c.kind, c.name,
  c.arm_id AS "armId", c.provisioning_errors AS "provisioningErrors", c.observed, held.looks, now()::text AS "lookedFrom",
  EXISTS (SELECT FROM operation_step s WHERE s.operation_id = unresolved.operation_id
    AND (s.memory->>'submittedAt')::timestamptz > now() - CASE WHEN s.memory->>'submitting' = 'true'
      THEN interval '1 minute' ELSE interval '15 seconds' END) AS doubtful,
  unresolved.kind = ANY ($3::text[]) AS deletes, unresolved.kind = ANY ($4::text[]) AS reattaches,
  coalesce(unresolved.code = 'OUTCOME_UNKNOWN', false) AS abandoned
FROM held JOIN unresolved ON unresolved.id = held.resource_id JOIN resource c ON c.id = held.resource_id`;

export async function claimUnresolved(
  sql: Sql,
  kinds: Kinds,
  limit: number,
): Promise<UnresolvedResource[]> {
  const { rows } = await sql.query<UnresolvedResource>({
    name: 'drift-unresolved',
    text: claimText,
    values: [limit, holdSeconds, kinds.deletions, kinds.replacements],
  });
  return rows;
}

export interface NextLook {
  afterSeconds: number;
  /** What is counted until then. */
  looks: number;
}

/** Says when to look again; undefined: it is known how it stands. */
export async function settleUnresolved(
  sql: Sql,
  resourceId: string,
  next: NextLook | undefined,
): Promise<void> {
  const text = next
    ? `UPDATE resource_look SET looks = $3::integer, look_at = now() + $2::float8 * interval '1 second'
        WHERE resource_id = $1::uuid`
    : 'DELETE FROM resource_look WHERE resource_id = $1::uuid';
  await sql.query(text, next ? [resourceId, next.afterSeconds, next.looks] : [resourceId]);
}

const noteText = `
WITH noted AS (
  UPDATE resource c SET provisioning_errors = $1::jsonb
  FROM jsonb_to_record($2::jsonb) AS s(${guardColumns})
  WHERE ${asRead('$3::timestamptz')} AND c.provisioning_errors IS DISTINCT FROM $1::jsonb
  RETURNING c.id, c.team_id
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id) SELECT 'resource.changed', id, team_id FROM noted
)
SELECT FROM noted`;

/** Replaces the errors on a row that is as it was read, and tells of it. Answers whether they were others. */
export async function noteErrors(
  sql: Sql,
  row: UnresolvedResource,
  errors: readonly ProvisioningError[],
): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'drift-unresolved-errors',
    text: noteText,
    values: [JSON.stringify(errors), JSON.stringify(guardOf(row)), row.lookedFrom],
  });
  return rowCount === 1;
}
