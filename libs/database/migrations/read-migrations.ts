import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPrismaFolder } from '../prisma-folder.js';

export interface Migration {
  /** Its folder: the time it was written, and what it is about. */
  name: string;
  script: string;
}

export const migrationsFolder = (): string => join(findPrismaFolder(), 'migrations');

/** Every migration under prisma/migrations, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const folder = migrationsFolder();
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrations = names.sort().map(async (name) => ({
    name,
    script: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
  }));
  return Promise.all(migrations);
}
