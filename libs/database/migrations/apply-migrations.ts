import pg from 'pg';
import { readMigrations } from './read-migrations.js';
import { withSchemaEngine } from './schema-engine.js';

/** Ours, beside the one that the engine takes: that one gives up after ten seconds, this one waits. */
const migrationLock = 'armature.apply_migrations';

/**
 * Brings the database up to date and returns the names of the migrations that were new to it. Safe to call from
 * several processes at once: one works, the others wait and then find nothing to do. The record is Prisma's own
 * (`_prisma_migrations`), so `prisma migrate deploy` can take over. `url` is the owner's. Rejects with the
 * failed statement's error; the migration then stands as failed until it is resolved as Prisma describes.
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const holder = new pg.Client({ connectionString: url });
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    await holder.query('SELECT pg_advisory_lock(hashtext($1))', [migrationLock]);
    return await applyUnderLock(url);
  } finally {
    await holder.end();
  }
}

async function applyUnderLock(url: string): Promise<string[]> {
  const migrationsList = await readMigrations();
  const filters = { externalTables: [], externalEnums: [] };
  return withSchemaEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    return appliedMigrationNames;
  });
}
