import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { migrationsFolder, readMigrations } from './read-migrations.js';

/**
 * What a new migration would have to do for the database to be as prisma/schema.prisma says, as SQL; undefined
 * when nothing. Replays all migrations in a database that it makes and drops, on the server of `url`.
 * What Prisma cannot express (triggers, functions, grants, expression indexes, other schemas) is not compared.
 */
export async function compareMigrations(url: string): Promise<string | undefined> {
  const { withSchemaEngine } = await import('./schema-engine.js');
  const migrations = await listMigrations();
  return withSchemaEngine(url, async (engine, schema) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? undefined : (stdout ?? '');
  });
}

/** The migrations as Prisma's schema engine wants them. */
export async function listMigrations(): Promise<MigrationList> {
  const baseDir = migrationsFolder();
  const lockFile = 'migration_lock.toml';
  const migrations = await readMigrations();
  return {
    baseDir,
    lockfile: { path: lockFile, content: await readFile(join(baseDir, lockFile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}
