import { happenedTo } from '#libs/audit';
import { fragment, isUnfinished, prepared, type Sql } from '#libs/database';
import { changeResources } from '#libs/outbox';
import { azureAudit } from '#libs/tenants';
import { listBegan } from './row-guard.js';

interface Lost {
  resourceId: string;
  listedFrom: string;
  audit: string;
}

/**
 * Nothing where an operation is at work on it, on what holds it, or on anything in it, or was since the
 * list began: that operation finds out by itself.
 */
const lostStatement = prepared<Lost, { count: number }>`
WITH RECURSIVE inside AS (
  SELECT w.id, w.parent_id FROM resource w
  WHERE w.id = ${'resourceId'}::uuid AND w.gone_at IS NULL AND w.created_at < ${listBegan}
  UNION ALL
  SELECT r.id, NULL::uuid FROM inside JOIN resource r ON r.parent_id = inside.id WHERE r.gone_at IS NULL
), busy AS (
  SELECT FROM inside JOIN operation o ON o.target_id IN (inside.id, inside.parent_id)
  WHERE ${isUnfinished('o')} OR o.created_at >= ${listBegan} OR o.completed_at >= ${listBegan}
), ${changeResources({
  as: 'lost',
  set: fragment`gone_at = now()`,
  raisesVersion: false,
  which: fragment`FROM inside WHERE r.id = inside.id AND r.gone_at IS NULL AND NOT EXISTS (SELECT FROM busy)`,
  audit: happenedTo(fragment`${'audit'}::jsonb`, 'lost', 'vanished'),
})}
SELECT count(*)::int AS count FROM lost`;

/** Marks what is no longer in Azure as gone, with all in it. Answers how many rows that were. */
export async function writeLost(sql: Sql, resourceId: string, listedFrom: string): Promise<number> {
  const audit = JSON.stringify(azureAudit());
  const { rows } = await sql.query(lostStatement({ resourceId, listedFrom, audit }));
  return rows[0]?.count ?? 0;
}
