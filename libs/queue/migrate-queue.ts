import { LATEST_SCHEMA_VERSION, runMigrations } from 'bullmq';
import pg from 'pg';
import { queueSchema } from './queue-settings.js';

/** Brings BullMQ's tables up to date, in the schema `bullmq`. `url`: connection string of the owner. May be repeated. */
export async function migrateQueue(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'armature migrate queue',
  });
  await client.connect();
  try {
    if ((await readQueueVersion(client)) < LATEST_SCHEMA_VERSION)
      await runMigrations(client, queueSchema);
  } finally {
    await client.end();
  }
}

/** 0 where BullMQ has no tables. */
async function readQueueVersion(client: pg.Client): Promise<number> {
  const table = `${queueSchema}.migration`;
  const found = await client.query('SELECT FROM pg_class WHERE oid = to_regclass($1)', [table]);
  if (found.rowCount === 0) return 0;
  const { rows } = await client.query<{ version: number | null }>(
    `SELECT max(version) AS version FROM ${table}`,
  );
  return rows[0]?.version ?? 0;
}
