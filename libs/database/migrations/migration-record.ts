import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Migration } from './read-migrations.js';
import { statement } from '../statement.js';

/** Prisma's own record of migrations, to the letter: `prisma migrate` can take over. */
const recordTable = `CREATE TABLE IF NOT EXISTS public."_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

const checksumOf = (script: string): string => createHash('sha256').update(script).digest('hex');

/**
 * Those of `migrations` that the database has not had, in their order. Throws where it had one with another text. One
 * that began and never ended counts as not had: a script is one transaction, or may be repeated.
 */
export async function findPending(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  const applied = await readApplied(client);
  for (const { name, script } of migrations) {
    const checksum = applied.get(name);
    if (checksum !== undefined && checksum !== checksumOf(script))
      throw new Error(
        `The migration ${name} was applied with another text than it has here: bring back the text that it had then.`,
      );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const there = await client.query(
    `SELECT FROM pg_class WHERE oid = to_regclass('public._prisma_migrations')`,
  );
  if (there.rowCount === 0) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM public."_prisma_migrations"
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** Makes the record where there is none, and closes what an interrupted run left open in it. */
export async function openRecord(client: pg.Client): Promise<void> {
  await client.query(recordTable);
  await client.query(
    `UPDATE public."_prisma_migrations" SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  );
}

const appliedStatement = statement<{ checksum: string; name: string }>`
INSERT INTO public."_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
VALUES (gen_random_uuid()::text, ${'checksum'}, ${'name'}, clock_timestamp(), 1)`;

export async function recordApplied(client: pg.Client, { name, script }: Migration): Promise<void> {
  await client.query(appliedStatement({ checksum: checksumOf(script), name }));
}
