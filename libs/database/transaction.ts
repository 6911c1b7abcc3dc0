import type pg from 'pg';
import type { Sql } from './sql.js';

/**
 * Runs `work` between BEGIN and COMMIT on one connection and returns its answer. When it throws, everything
 * is rolled back and the error thrown on; a connection that cannot even roll back is not used again.
 */
export async function transaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    return await runBetween(client, work);
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function runBetween<T>(client: pg.PoolClient, work: (sql: Sql) => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  const answer = await work(client);
  await client.query('COMMIT');
  return answer;
}
