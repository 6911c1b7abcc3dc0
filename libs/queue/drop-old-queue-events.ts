/** What a statement is run with; a pg.Pool will do. */
interface Statements {
  query(text: string, values: unknown[]): Promise<{ rowCount: number | null }>;
}

/**
 * BullMQ on PostgreSQL writes a row for every move of a job, for listeners that we do not have. Drops those older than
 * ten minutes, at most `limit`, and answers how many. On Redis BullMQ trims them itself.
 */
export async function dropOldQueueEvents(sql: Statements, limit: number): Promise<number> {
  const { rowCount } = await sql.query(
    `DELETE FROM bullmq.event WHERE (queue, id) IN (
       SELECT queue, id FROM bullmq.event
       WHERE created_at_ms < (extract(epoch FROM now()) - 600) * 1000 ORDER BY queue, id LIMIT $1::integer)`,
    [limit],
  );
  return rowCount ?? 0;
}
