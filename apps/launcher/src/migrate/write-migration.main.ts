import '#libs/node-version';
import { mkdir, writeFile } from 'node:fs/promises';
import { compareMigrations } from '#libs/database';
import { startTemporaryPostgres } from '../postgres/start-temporary-postgres.js';

/** `npm run db:diff -- <name>`: writes what prisma/schema.prisma is ahead of the migrations into a new one. */
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  throw new Error('Say what changes, in lower case: npm run db:diff -- add_quota');
}
const server = await startTemporaryPostgres();
try {
  const sql = await compareMigrations(server.urlFor('postgres'));
  if (sql === undefined) console.log('Nothing to write: the migrations make what the schema says.');
  else console.log(`Wrote ${await writeMigration(name, sql)}: read it before you commit it.`);
} finally {
  await server.stop();
}

async function writeMigration(title: string, sql: string): Promise<string> {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = `prisma/migrations/${timestamp}_${title}`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/migration.sql`, sql, { flag: 'wx' });
  return `${folder}/migration.sql`;
}
