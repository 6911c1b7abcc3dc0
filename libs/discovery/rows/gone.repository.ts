import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { fragment, prepared, type Sql } from '#libs/database';
import { changeResources } from '#libs/outbox';
import {
  asRead,
  auditWithTeam,
  guardColumns,
  guardOf,
  listBegan,
  type RowGuard,
} from './row-guard.js';

const goneStatement = prepared<{ gone: string; listedFrom: string }, { count: number }>`
WITH s AS (
  SELECT * FROM jsonb_to_recordset(${'gone'}::jsonb) AS s(${guardColumns}, audit jsonb)
), ${changeResources({
  as: 'lost',
  set: fragment`gone_at = now(), observed_at = ${listBegan}`,
  raisesVersion: false,
  which: fragment`FROM s WHERE ${asRead}`,
  returning: fragment`s.audit`,
  audit: auditWithTeam('lost'),
})}
SELECT count(*)::int AS count FROM lost`;

/** Marks as gone what is no longer in Azure, with its audit rows. Answers how many. */
export async function writeGone(
  sql: Sql,
  gone: readonly { row: RowGuard; audit: NewAuditEvent }[],
  listedFrom: string,
): Promise<number> {
  if (gone.length === 0) return 0;
  const rows = gone.map(({ row, audit }) => ({ ...guardOf(row), audit: withoutSecrets(audit) }));
  const { rows: written } = await sql.query(
    goneStatement({ gone: JSON.stringify(rows), listedFrom }),
  );
  return written[0]?.count ?? 0;
}
