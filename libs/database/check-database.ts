import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Connected } from './cancel-statement.js';
import { DatabaseUnfit } from './database-unfit.js';
import { clientSending, type Statements } from './name-statements.js';
import {
  answerTimeoutMs,
  limitsOfRole,
  poolSettings,
  roleLimits,
  type Connections,
} from './pool-settings.js';
import { sayGoodbye } from './say-goodbye.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

export interface DatabaseAccess {
  /** Connection string of an application role. */
  url: string;
  /** The same database without a bouncer between: what lives as long as a connection goes this way. */
  directUrl: string;
  statements: Statements;
}

/**
 * Finds out at the start whether the database can be worked with through what stands before it: its tables are there,
 * statements outlive a transaction, what runs too long is ended, and notifications arrive. Answers whose its connections
 * are. Throws DatabaseUnfit with what to set; another error where nobody answers.
 */
export async function checkDatabase(access: DatabaseAccess): Promise<Connections> {
  const way = { url: access.url, variable: 'DATABASE_URL' };
  const connections = await withClients(way, async (client, others) => {
    await checkTables(client);
    const found = await findConnections(client, others, access.statements);
    if (found === 'shared') await checkLimits(client);
    return found;
  });
  const direct = { url: access.directUrl, variable: 'DATABASE_DIRECT_URL' };
  await withClients(direct, (client, others) =>
    checkNotifications(client, others, direct.variable),
  );
  return connections;
}

/** The same of the owner's way: what it locks would stay locked on a bouncer's connection. */
export const checkWayToOwner = (url: string): Promise<void> =>
  withClients({ url, variable: 'DATABASE_MIGRATION_URL' }, (client, others) =>
    checkNotifications(client, others, 'DATABASE_MIGRATION_URL'),
  );

const NamingClient = clientSending('named');

async function withClients<T>(
  { url, variable }: { url: string; variable: string },
  work: (client: pg.Client, others: pg.Client[]) => Promise<T>,
): Promise<T> {
  const open = (): pg.Client => new NamingClient({ connectionString: url, ...poolSettings });
  const [client, ...others] = [open(), open(), open()] as const;
  const clients = [client, ...others];
  for (const client of clients) client.on('error', () => undefined);
  try {
    await Promise.all(clients.map((client) => connect(client, variable)));
    return await work(client, others);
  } finally {
    await Promise.all(clients.map(sayGoodbye));
  }
}

async function connect(client: pg.Client, variable: string): Promise<void> {
  await client.connect().catch((cause: Error) => {
    const [, refused] = /unsupported startup parameter: (\S+)/.exec(cause.message) ?? [];
    if (refused === undefined) throw cause;
    throw new DatabaseUnfit(
      'PGBOUNCER_REFUSES_SETTINGS',
      `The bouncer at ${variable} takes no connection that sets ${refused}. Add it to its ignore_startup_parameters and ` +
        `set it for the role (ALTER ROLE … SET ${refused}), or name the database itself in ${variable}.`,
      { cause },
    );
  });
}

interface Tables {
  there: boolean;
  found: boolean;
  path: string;
}

async function checkTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Partial<Tables>>(
    `SELECT to_regclass('public.operation') IS NOT NULL AS there,
       to_regclass('operation') IS NOT DISTINCT FROM to_regclass('public.operation') AS found,
       current_setting('search_path') AS path`,
  );
  const { there, found, path } = rows[0] ?? {};
  if (!there)
    throw new DatabaseUnfit(
      'DATABASE_NOT_MIGRATED',
      'The database at DATABASE_URL has no tables of Armature. Run `npm run db:migrate` with DATABASE_MIGRATION_URL first.',
    );
  if (!found)
    throw new DatabaseUnfit(
      'DATABASE_LOOKS_ELSEWHERE',
      `Connections of DATABASE_URL look for tables in ${path} and not in public first: mend the search_path of its role, ` +
        'its database or its options.',
    );
}

/** The backend that answers. Under a name where that is `named`; the text is one that nobody else has prepared. */
const createProbe = (statements: Statements) => ({
  ...(statements === 'named' && { name: 'probe' }),
  text: `SELECT pg_backend_pid() AS backend /* ${randomUUID()} */`,
  values: [],
});

/** Whose connections are. Throws DatabaseUnfit where what is prepared on one is lost with it. */
async function findConnections(
  client: pg.Client,
  others: pg.Client[],
  statements: Statements,
): Promise<Connections> {
  const probe = createProbe(statements);
  try {
    return await compareBackends(
      client,
      others,
      async () => (await client.query<{ backend: number }>(probe)).rows[0]?.backend,
    );
  } catch (cause) {
    if ((cause as pg.DatabaseError).code !== undefinedStatement) throw cause;
    throw new DatabaseUnfit(
      'PGBOUNCER_LOSES_STATEMENTS',
      'What is prepared on a connection of DATABASE_URL is not there in the next transaction: a bouncer that pools by ' +
        'transaction stands before it. Set DATABASE_STATEMENTS=unnamed; or let the bouncer keep them ' +
        '(max_prepared_statements of PgBouncer 1.21 and newer, or pool_mode=session).',
      { cause },
    );
  }
}

const undefinedStatement = '26000';
/** On a bouncer that others use at the same time, a client is often given the connection that it had before. */
const rounds = 50;

/**
 * A bouncer makes up the number that it tells its client of the backend. One that pools by transaction gives the client
 * another backend while others hold connections in a transaction.
 */
async function compareBackends(
  client: pg.Client,
  others: pg.Client[],
  ask: () => Promise<number | undefined>,
): Promise<Connections> {
  const backends = new Set([await ask()]);
  if (backends.has((client as pg.Client & Connected).processID)) return 'own';
  for (let round = 0; round < rounds && backends.size === 1; round += 1) {
    await Promise.all(others.map((other) => other.query('BEGIN')));
    backends.add(await ask());
    await Promise.all(others.map((other) => other.query('COMMIT')));
  }
  return backends.size === 1 ? 'own' : 'shared';
}

const limitsStatement = statement<{ names: string[] }, { role: string; isLimited: boolean }>`
SELECT session_user AS role, bool_and(reset_val::bigint BETWEEN 1 AND ${answerTimeoutMs}) AS "isLimited"
FROM pg_settings WHERE name = ANY (${'names'})`;

/** Not what is set on a connection, which another may have set for itself, but what each one begins with. */
async function checkLimits(client: Sql): Promise<void> {
  const { rows } = await client.query(limitsStatement({ names: Object.keys(roleLimits) }));
  const { role = '', isLimited } = rows[0] ?? {};
  if (isLimited) return;
  throw new DatabaseUnfit(
    'PGBOUNCER_LOSES_LIMITS',
    'A bouncer that pools by transaction stands before the database of DATABASE_URL, and what ends statements that run ' +
      'for too long would be set on the connections of others. Set it for the role, as `npm run db:role` does, and let ' +
      `the bouncer connect anew (RECONNECT): ${limitsOfRole(role).join(' ')}`,
  );
}

async function checkNotifications(
  client: pg.Client,
  others: pg.Client[],
  variable: string,
): Promise<void> {
  const token = randomUUID();
  const heard = Promise.withResolvers<boolean>();
  client.on('notification', ({ payload }) => payload === token && heard.resolve(true));
  await client.query('LISTEN armature_probe');
  await Promise.all(
    others.map((other) => other.query(`SELECT pg_notify('armature_probe', $1)`, [token])),
  );
  const timer = setTimeout(() => heard.resolve(false), answerTimeoutMs);
  const arrived = await heard.promise;
  clearTimeout(timer);
  if (arrived) return;
  // A connection that is dead by now hears nothing either.
  await client.query('SELECT 1');
  throw new DatabaseUnfit(
    'PGBOUNCER_LOSES_NOTIFICATIONS',
    'What is sent with NOTIFY does not arrive: a bouncer that pools by transaction stands before the database. Set ' +
      `${variable} to the database itself.`,
  );
}
