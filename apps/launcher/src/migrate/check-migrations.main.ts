import '#libs/node-version';
import { compareMigrations } from '#libs/database';
import { startTemporaryPostgres } from '../postgres/start-temporary-postgres.js';

/** `npm run db:check`: exits 1 and prints the missing SQL when migrations and prisma/schema.prisma disagree. */
const server = await startTemporaryPostgres();
try {
  const difference = await compareMigrations(server.urlFor('postgres'));
  if (difference !== undefined) {
    console.error(
      `The migrations do not make what prisma/schema.prisma says. Missing:\n${difference}`,
    );
    console.error('`npm run db:diff -- <name>` writes it into a new migration.');
    process.exitCode = 1;
  }
} finally {
  await server.stop();
}
