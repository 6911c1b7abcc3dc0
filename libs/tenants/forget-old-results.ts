import { statement, type Sql } from '#libs/database';

const forgetStatement = statement<{ keepDays: number; limit: number }>`
DELETE FROM idempotency_record WHERE (principal_id, key) IN (
  SELECT principal_id, key FROM idempotency_record
  WHERE created_at < now() - ${'keepDays'}::float8 * interval '1 day'
  ORDER BY created_at LIMIT ${'limit'}::integer)`;

/**
 * Forgets what was answered under idempotency keys more than `keepDays` ago, at most `limit` of it; answers how much.
 * A request repeated after that is a new one.
 */
export async function forgetOldResults(sql: Sql, keepDays: number, limit: number): Promise<number> {
  const { rowCount } = await sql.query(forgetStatement({ keepDays, limit }));
  return rowCount ?? 0;
}
