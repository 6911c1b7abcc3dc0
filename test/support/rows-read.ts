import { openDatabase, type Database } from '#libs/database';

/** Rows of a table, or entries of its indexes, that PostgreSQL reads for `work`, which asks over one connection. */
export async function rowsRead(
  url: string,
  table: string,
  work: (pool: Database['pool']) => Promise<unknown>,
): Promise<number> {
  const { pool, close } = openDatabase({ url, applicationName: 'counting', maxConnections: 1 });
  const soFar = async (): Promise<number> => {
    await pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await pool.query<{ read: number }>(
      `SELECT (seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid))::int AS read
        FROM pg_stat_user_tables t WHERE relname = $1`,
      [table],
    );
    return rows[0]?.read ?? NaN;
  };
  try {
    const before = await soFar();
    await work(pool);
    return (await soFar()) - before;
  } finally {
    await close();
  }
}
