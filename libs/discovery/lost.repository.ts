import type { Sql } from '#libs/database';
import type { AzureAudit } from '#libs/tenants';

/**
 * Nothing where an operation is at work on it, on what holds it, or on anything in it, or was since the
 * list began: that operation finds out by itself.
 */
const text = `
WITH RECURSIVE inside AS (
  SELECT w.id, w.parent_id FROM resource w
  WHERE w.id = $1::uuid AND w.gone_at IS NULL AND w.created_at < $2::timestamptz
  UNION ALL
  SELECT r.id, NULL::uuid FROM inside JOIN resource r ON r.parent_id = inside.id WHERE r.gone_at IS NULL
), busy AS (
  SELECT FROM inside JOIN operation o ON o.target_id IN (inside.id, inside.parent_id)
  WHERE o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') OR o.created_at >= $2::timestamptz
    OR o.completed_at >= $2::timestamptz
), lost AS (
  UPDATE resource r SET gone_at = now() FROM inside
  WHERE r.id = inside.id AND r.gone_at IS NULL AND NOT EXISTS (SELECT FROM busy)
  RETURNING r.id, r.team_id, r.kind, r.name
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id) SELECT 'resource.changed', id, team_id FROM lost
), audited AS (
  SELECT append_audit_event($3::jsonb || jsonb_build_object('action', lower(lost.kind) || '.vanished',
    'teamId', lost.team_id, 'targetId', lost.id, 'targetKind', lost.kind, 'targetName', lost.name)) FROM lost
)
SELECT count(*)::int AS count, (SELECT count(*) FROM audited) AS audited FROM lost`;

/** Marks what is no longer in Azure as gone, with all in it. Answers how many rows that were. */
export async function writeLost(
  sql: Sql,
  resourceId: string,
  listedFrom: string,
  audit: AzureAudit,
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>({
    name: 'drift-lost',
    text,
    values: [resourceId, listedFrom, JSON.stringify(audit)],
  });
  return rows[0]?.count ?? 0;
}
