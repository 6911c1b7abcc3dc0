import pg from 'pg';
import { checkWayToOwner } from '../check-database.js';
import { findMissing, findOldServer } from './find-missing.rules.js';
import { findPending, openRecord, recordApplied } from './migration-record.js';
import { MigrationsRefused } from './migrations-refused.js';
import { readMigrations, type Migration } from './read-migrations.js';
import { readRights, readVersion } from './read-rights.js';

const migrationLock = 'armature.apply_migrations';

/**
 * Brings the database up to date and returns the names of the migrations that were new to it. Safe to call from
 * several processes at once: one works, the others wait and then find nothing to do. Safe to be ended at any time: what
 * was under way starts anew the next time. `url` is the owner's. Rejects with MigrationsRefused, and nothing written, where
 * the owner lacks what the migrations need; else with what a migration failed for.
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await checkVersion(client);
    await checkWayToOwner(url);
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [migrationLock]);
    return await applyUnderLock(client);
  } finally {
    await client.end();
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const old = findOldServer(await readVersion(client));
  if (old) throw new MigrationsRefused([old]);
}

async function applyUnderLock(client: pg.Client): Promise<string[]> {
  const pending = await findPending(client, await readMigrations());
  if (pending.length === 0) return [];
  const missing = findMissing(await readRights(client));
  if (missing.length > 0) throw new MigrationsRefused(missing);
  await openRecord(client);
  for (const migration of pending) await apply(client, migration);
  return pending.map(({ name }) => name);
}

/** One that ends transactions of its own ends this one too, and may be repeated. */
async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.script);
    await recordApplied(client, migration);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new Error(
      `The migration ${migration.name} failed and was taken back: ${(cause as Error).message}. Those before it stay; it starts anew the next time.`,
      { cause },
    );
  }
}
