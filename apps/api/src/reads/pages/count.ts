import type { Sql } from '#libs/database';

/** How many a list has in all. */
export interface TotalCount {
  count: number;
  /** ESTIMATE: more than are counted; about so many, by PostgreSQL's statistics. */
  precision: 'EXACT' | 'ESTIMATE';
}

export interface Counted {
  from: string;
  where: readonly string[];
  values: readonly unknown[];
}

/** So many are counted one by one, which takes milliseconds where they are found by an index. */
const mostCounted = 10_000;

/** Counts rows: one statement, and where there are more than 10,000 another that asks PostgreSQL what it expects. */
export async function countRows(sql: Sql, { from, where, values }: Counted): Promise<TotalCount> {
  const rows = `SELECT FROM ${from} WHERE ${where.join(' AND ') || 'true'}`;
  const counted = await sql.query<{ count: number }>({
    text: `SELECT count(*)::integer AS count FROM (${rows} LIMIT ${mostCounted + 1}) AS counted`,
    values: [...values],
  });
  const count = counted.rows[0]?.count ?? 0;
  if (count <= mostCounted) return { count, precision: 'EXACT' };
  const expected = await sql.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>({
    text: `EXPLAIN (FORMAT JSON) ${rows}`,
    values: [...values],
  });
  const [plan] = expected.rows[0]?.['QUERY PLAN'] ?? [];
  return { count: Math.max(count, plan?.Plan['Plan Rows'] ?? 0), precision: 'ESTIMATE' };
}
