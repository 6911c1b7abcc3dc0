import { fragment, isUnfinished, prepared, statement, type Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import { changeResources } from '#libs/outbox';
import type { ResourceKind } from '#libs/resources';
import type { Kinds } from '#libs/operations';
import { asRead, guardColumns, guardOf, type RowGuard } from '../rows/row-guard.js';

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

interface Asked {
  limit: number;
  deletions: readonly string[];
  replacements: readonly string[];
}

/** A worker that died gives its resources back after this. */
const holdSeconds = 30;

/**
 * Due ones, put off by `holdSeconds`, so that no two workers look at the same one. A write shows within
 * seconds of its answer, and within a minute where none was heard (the longest that a request takes).
 */
const pickStatement = prepared<Asked, UnresolvedResource>`
WITH unresolved AS (
  SELECT r.id, last.id AS operation_id, last.kind, last.code
  FROM resource r CROSS JOIN LATERAL (
    SELECT o.id, o.kind, o.status, o.error->>'code' AS code FROM operation o
    WHERE o.target_id = r.id ORDER BY o.id DESC LIMIT 1) last
  LEFT JOIN resource_look l ON l.resource_id = r.id
  WHERE r.gone_at IS NULL AND r.provisioning_state IN ('UNKNOWN', 'CREATING', 'UPDATING', 'DELETING')
    AND NOT ${isUnfinished('last')} AND coalesce(l.look_at <= now(), true)
    AND NOT EXISTS (SELECT FROM arm_budget b WHERE b.subscription_id = lower(r.subscription_id)
      AND b.operation = 'read' AND b.quiet_until > now())
  ORDER BY l.look_at NULLS FIRST, r.id LIMIT ${'limit'}::integer
), held AS (
  INSERT INTO resource_look AS l (resource_id, look_at)
  SELECT id, now() + ${holdSeconds} * interval '1 second' FROM unresolved ORDER BY id
  ON CONFLICT (resource_id) DO UPDATE SET look_at = excluded.look_at WHERE l.look_at <= now()
  RETURNING l.resource_id, l.looks
)
SELECT r.id, r.version, r.observed_at::text AS "observedAt", r.provisioning_state AS "provisioningState", r.kind, r.name,
  r.arm_id AS "armId", r.provisioning_errors AS "provisioningErrors", r.observed, held.looks, now()::text AS "lookedFrom",
  EXISTS (SELECT FROM operation_step s WHERE s.operation_id = unresolved.operation_id
    AND (s.memory->>'submittedAt')::timestamptz > now() - CASE WHEN s.memory->>'submitting' = 'true'
      THEN interval '1 minute' ELSE interval '15 seconds' END) AS doubtful,
  unresolved.kind = ANY (${'deletions'}::text[]) AS deletes, unresolved.kind = ANY (${'replacements'}::text[]) AS reattaches,
  coalesce(unresolved.code = 'OUTCOME_UNKNOWN', false) AS abandoned
FROM held JOIN unresolved ON unresolved.id = held.resource_id JOIN resource r ON r.id = held.resource_id`;

export async function pickUnresolved(
  sql: Sql,
  { deletions, replacements }: Kinds,
  limit: number,
): Promise<UnresolvedResource[]> {
  const { rows } = await sql.query(pickStatement({ limit, deletions, replacements }));
  return rows;
}

export interface NextUnresolvedLook {
  afterSeconds: number;
  /** What is counted until then. */
  looks: number;
}

const putOffStatement = statement<NextUnresolvedLook & { resourceId: string }>`
UPDATE resource_look SET looks = ${'looks'}::integer, look_at = now() + ${'afterSeconds'}::float8 * interval '1 second'
WHERE resource_id = ${'resourceId'}::uuid`;

const settledStatement = statement<{ resourceId: string }>`
DELETE FROM resource_look WHERE resource_id = ${'resourceId'}::uuid`;

/** Says when to look again; undefined: it is known how it stands. */
export async function settleUnresolved(
  sql: Sql,
  resourceId: string,
  next: NextUnresolvedLook | undefined,
): Promise<void> {
  await sql.query(
    next ? putOffStatement({ resourceId, ...next }) : settledStatement({ resourceId }),
  );
}

const noteStatement = prepared<{ errors: string; guard: string; listedFrom: string }>`
WITH s AS (
  SELECT * FROM jsonb_to_record(${'guard'}::jsonb) AS s(${guardColumns})
), ${changeResources({
  as: 'noted',
  set: fragment`provisioning_errors = ${'errors'}::jsonb`,
  raisesVersion: false,
  which: fragment`FROM s WHERE ${asRead} AND r.provisioning_errors IS DISTINCT FROM ${'errors'}::jsonb`,
  audit: 'none',
})}
SELECT FROM noted`;

/** Replaces the errors on a row that is as it was read, and tells of it. Answers whether they were others. */
export async function noteErrors(
  sql: Sql,
  row: UnresolvedResource,
  errors: readonly ProvisioningError[],
): Promise<boolean> {
  const values = { errors: JSON.stringify(errors), guard: JSON.stringify(guardOf(row)) };
  const { rowCount } = await sql.query(noteStatement({ ...values, listedFrom: row.lookedFrom }));
  return rowCount === 1;
}
