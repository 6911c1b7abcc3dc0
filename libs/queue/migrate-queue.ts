import { runMigrations } from 'bullmq';
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
    await runMigrations(client, queueSchema);
  } finally {
    await client.end();
  }
}
