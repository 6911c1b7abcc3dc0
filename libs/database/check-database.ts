import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DatabaseUnfit } from './database-unfit.js';
import { clientSending, type Statements } from './name-statements.js';
import { answerTimeoutMs, poolSettings } from './pool-settings.js';

export interface DatabaseAccess {
  /** Connection string of an application role. */
  url: string;
  /** The same database without a bouncer between: what lives as long as a connection goes this way. */
  directUrl: string;
  statements: Statements;
}

/**
 * Finds out at the start whether the database can be worked with through what stands before it: its tables are there,
 * statements outlive a transaction, and notifications arrive. Throws DatabaseUnfit with what to set; another error where
 * nobody answers.
 */
export async function checkDatabase(access: DatabaseAccess): Promise<void> {
  await withClients({ url: access.url, variable: 'DATABASE_URL' }, async (client, others) => {
    await checkTables(client);
    if (access.statements === 'named') await checkStatements(client, others);
  });
  const direct = { url: access.directUrl, variable: 'DATABASE_DIRECT_URL' };
  await withClients(direct, (client, others) =>
    checkNotifications(client, others, direct.variable),
  );
}

/** The same of the owner's way: what it locks would stay locked on a bouncer's connection. */
export const checkWayToOwner = (url: string): Promise<void> =>
  withClients({ url, variable: 'DATABASE_MIGRATION_URL' }, (client, others) =>
    checkNotifications(client, others, 'DATABASE_MIGRATION_URL'),
  );

const NamingClient = clientSending('named');

async function withClients(
  { url, variable }: { url: string; variable: string },
  work: (client: pg.Client, others: pg.Client[]) => Promise<void>,
): Promise<void> {
  const open = (): pg.Client => new NamingClient({ connectionString: url, ...poolSettings });
  const [client, ...others] = [open(), open(), open()] as const;
  const clients = [client, ...others];
  for (const client of clients) client.on('error', () => undefined);
  try {
    await Promise.all(clients.map((client) => connect(client, variable)));
    await work(client, others);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
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

const probe = { name: 'probe', text: 'SELECT $1::integer AS armature_probe', values: [1] };
const rounds = 3;
/** Undefined there; defined there already. */
const lost = new Set(['26000', '42P05']);

/** While others hold connections in a transaction, a bouncer gives the first one another than it prepared the probe on. */
async function checkStatements(client: pg.Client, others: pg.Client[]): Promise<void> {
  try {
    for (let round = 0; round < rounds; round += 1) {
      await client.query(probe);
      await Promise.all(others.map((other) => other.query('BEGIN')));
      await Promise.all(others.map((other) => other.query(probe)));
      await client.query(probe);
      await Promise.all(others.map((other) => other.query('COMMIT')));
    }
  } catch (cause) {
    if (!lost.has((cause as pg.DatabaseError).code ?? '')) throw cause;
    throw new DatabaseUnfit(
      'PGBOUNCER_LOSES_STATEMENTS',
      'What is prepared on a connection of DATABASE_URL is not there in the next transaction: a bouncer that pools by ' +
        'transaction stands before it. Set DATABASE_STATEMENTS=unnamed; or let the bouncer keep them ' +
        '(max_prepared_statements of PgBouncer 1.21 and newer, or pool_mode=session).',
      { cause },
    );
  }
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
  throw new DatabaseUnfit(
    'PGBOUNCER_LOSES_NOTIFICATIONS',
    'What is sent with NOTIFY does not arrive: a bouncer that pools by transaction stands before the database. Set ' +
      `${variable} to the database itself.`,
  );
}
