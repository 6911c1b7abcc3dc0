import '#libs/node-version';
import { hostname } from 'node:os';
import { readConfig } from '#libs/config';
import { checkDatabase, openDatabase } from '#libs/database';
import { createFirstKey } from '#libs/tenants';
import { runCommand } from '../processes/run-command.js';

/**
 * `npm run --silent key:first [-- <name>]`: makes the first administrator of the platform, called `administrator` unless a name
 * is given, and prints its key, and nothing else, on stdout. Exits 1 and says why where somebody administers the platform.
 */
await runCommand(async () => {
  const name = readName(process.argv[2]);
  const access = readConfig().database();
  const connections = await checkDatabase(access);
  const database = openDatabase({
    ...access,
    connections,
    applicationName: 'armature key:first',
  });
  const host = { host: hostname(), userId: process.getuid?.() ?? null };
  let isShown = false;
  const show = async (secret: string) => {
    await print(secret);
    isShown = true;
  };
  try {
    await createFirstKey(database.pool, { name, ...host }, show);
  } catch (cause) {
    throw isShown ? lostAfterwards(cause) : cause;
  } finally {
    await database.close();
  }
  console.error(
    `${name} administers the platform with this key. It is shown this once: keep it where secrets are kept.`,
  );
});

function readName(name = 'administrator'): string {
  if (/^\S(.{0,98}\S)?$/.test(name)) return name;
  throw new Error(
    'Name the administrator in 1 to 100 characters: npm run --silent key:first -- ops',
  );
}

function print(secret: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // The error is told to both.
  process.stdout.once('error', reject);
  process.stdout.write(`${secret}\n`, (error) => (error ? reject(error) : resolve()));
  return promise;
}

function lostAfterwards(cause: unknown): Error {
  return new Error(
    'The database was lost after the key was printed. Try whether it works; where it does not, nothing was made: run this again.',
    { cause },
  );
}
