import type { NewAuditEvent } from '#libs/audit';
import type { Sql } from '#libs/database';
import { asRead, audited, auditsOf, guardColumns, guardOf, type RowGuard } from './row-guard.js';

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
  listedFrom: string,
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
