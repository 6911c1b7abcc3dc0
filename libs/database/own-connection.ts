import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sayGoodbye } from './say-goodbye.js';
import type { Sql } from './sql.js';

const timeoutMs = 3_000;

/**
 * Asks PostgreSQL over a connection that is made for this alone: whatever hangs on others does not hold it up. Rejects
 * where nobody answers within three seconds.
 */
export async function overOwnConnection<T>(
  url: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'armature watch',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await sayGoodbye(client);
  }
}

const pingMs = 2_000;

/** Whether a pool answers at all, within two seconds. */
export async function isAnswering(pool: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const asked = pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(pingMs, false, { ref: false })]);
}
