import '#libs/node-version';
import { readConfig } from '#libs/config';
import { limitsOfRole } from '#libs/database';
import { prepareApplication, withClient } from '../postgres/prepare-database.js';
import { runCommand } from '../processes/run-command.js';

const notAllowed = '42501';

/**
 * `npm run db:role -- <name>`: makes the role that API and worker log in as, with the password in DATABASE_ROLE_PASSWORD, or
 * gives it that password. Exits 1 and prints what an administrator runs where the owner may not.
 */
await runCommand(async () => {
  const config = readConfig();
  const login = { name: readName(process.argv[2]), password: config.rolePassword() };
  try {
    await withClient(config.migrationUrl(), (client) => prepareApplication(client, login));
  } catch (cause) {
    throw (cause as { code?: string }).code === notAllowed ? explain(login.name, cause) : cause;
  }
  console.log(`${login.name} may log in, and may do what API and worker do.`);
});

function readName(name: string | undefined): string {
  if (name !== undefined && /^[a-z_][a-z0-9_]{0,62}$/.test(name)) return name;
  throw new Error('Name the role in lower case: npm run db:role -- armature_gateway');
}

function explain(name: string, cause: unknown): Error {
  return new Error(
    `The owner may not make roles, or not give this one a password. An administrator of the server runs:
  CREATE ROLE ${name} LOGIN IN ROLE armature_app;
  ALTER ROLE ${name} PASSWORD '…';
  ${limitsOfRole(name).join('\n  ')}`,
    { cause },
  );
}
