import { statement, type Sql } from '#libs/database';

const forgetStatement = statement<{ keepDays: number; limit: number }>`
DELETE FROM plan WHERE id IN (
  SELECT p.id FROM plan p
  WHERE p.expires_at < now() - ${'keepDays'}::float8 * interval '1 day'
    AND NOT EXISTS (SELECT FROM operation o WHERE o.plan_id = p.id)
  ORDER BY p.expires_at LIMIT ${'limit'}::integer)`;

/** Forgets plans that could not be applied any more for `keepDays` and that nothing carries out, at most `limit`; answers how many. */
export async function forgetOldPlans(sql: Sql, keepDays: number, limit: number): Promise<number> {
  const { rowCount } = await sql.query(forgetStatement({ keepDays, limit }));
  return rowCount ?? 0;
}
