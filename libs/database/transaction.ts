import type pg from 'pg';
import { committing, isConnectionLost, OutcomeUnknown } from './database-failure.js';
import type { Sql } from './sql.js';

/**
 * Runs `work` between BEGIN and COMMIT on one connection and returns its answer. When it throws, everything
 * is rolled back and the error thrown on; a connection that is lost, or cannot even roll back, is not used again.
 * Rejects with OutcomeUnknown where the answer to COMMIT is lost, and with that alone where it may have committed.
 */
export async function transaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    return await runBetween(client, work);
  } catch (error) {
    broken ??= await endFailed(client, error);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function runBetween<T>(client: pg.PoolClient, work: (sql: Sql) => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  const answer = await work(client);
  await committing(client.query('COMMIT'));
  return answer;
}

/** Rolls back, but for where nobody would hear of it; answers why the connection is of no more use. */
async function endFailed(client: pg.PoolClient, error: unknown): Promise<Error | undefined> {
  const cause = error instanceof OutcomeUnknown ? error.cause : error;
  if (isConnectionLost(cause)) return cause;
  return client.query('ROLLBACK').then(
    () => undefined,
    (broken: Error) => broken,
  );
}
