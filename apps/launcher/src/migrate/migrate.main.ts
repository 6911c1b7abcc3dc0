import '#libs/node-version';
import { readConfig } from '#libs/config';
import { runCommand } from '../processes/run-command.js';
import { migrateDatabase } from './migrate-database.js';

/** `npm run db:migrate`: brings the database at DATABASE_MIGRATION_URL up to date. */
await runCommand(async () => {
  const applied = await migrateDatabase(readConfig().migrationUrl());
  console.log(applied.length === 0 ? 'Nothing to migrate.' : `Applied:\n  ${applied.join('\n  ')}`);
});
