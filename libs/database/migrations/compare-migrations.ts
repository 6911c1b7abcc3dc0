import { readMigrations } from './read-migrations.js';
import { withSchemaEngine } from './schema-engine.js';

/**
 * What a new migration would have to do for the database to be as prisma/schema.prisma says, as SQL; undefined
 * when nothing. Replays all migrations in a database that it makes and drops, on the server of `url`.
 * What Prisma cannot express (triggers, functions, grants, expression indexes, other schemas) is not compared.
 */
export async function compareMigrations(url: string): Promise<string | undefined> {
  const migrations = await readMigrations();
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
