import { applyMigrations } from '#libs/database';
import { migrateQueue } from '#libs/queue';

/**
 * Brings our tables and those of BullMQ's PostgreSQL backend up to date, as the owner. Returns the names of our
 * migrations that were new. Safe to call from several processes at once.
 */
export async function migrateDatabase(migrationUrl: string): Promise<string[]> {
  const applied = await applyMigrations(migrationUrl);
  await migrateQueue(migrationUrl);
  return applied;
}
