import pg from 'pg';
import { limitsOfRole } from '#libs/database';

export interface Login {
  name: string;
  password: string;
}

export interface DatabaseLogins {
  /** Owns the database and its tables; runs migrations; not a superuser. */
  owner: Login;
  /** What API and worker log in as; member of armature_app. */
  application: Login;
}

/** Makes the roles and sets their passwords; what exists already is left as it is. `adminUrl` is a superuser's. */
export async function prepareRoles(adminUrl: string, logins: DatabaseLogins): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await makeRole(client, 'armature_app', 'NOLOGIN');
    await prepareLogin(client, logins.owner);
    await prepareApplication(client, logins.application);
  });
}

/**
 * Makes a role that API and worker log in as, or gives it another password: it may do what armature_app may, and brings
 * along what ends its statements that run for too long.
 */
export async function prepareApplication(client: pg.Client, login: Login): Promise<void> {
  await prepareLogin(client, login);
  await client.query(limitsOfRole(login.name).join('\n'));
  await client.query(`GRANT armature_app TO ${client.escapeIdentifier(login.name)}`);
}

async function prepareLogin(client: pg.Client, { name, password }: Login): Promise<void> {
  await makeRole(client, name, 'LOGIN');
  await client.query(
    `ALTER ROLE ${client.escapeIdentifier(name)} PASSWORD ${client.escapeLiteral(password)}`,
  );
}

/** Makes a database when it is missing; a copy of `template` where one is named. */
export async function prepareDatabase(
  adminUrl: string,
  name: string,
  owner: string,
  template = 'template1',
): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount !== 0) return;
    const [database, role, source] = [name, owner, template].map((id) =>
      client.escapeIdentifier(id),
    );
    // By copying its files, which is quicker than by the log (https://www.postgresql.org/docs/18/sql-createdatabase.html).
    await client.query(
      `CREATE DATABASE ${database} OWNER ${role} TEMPLATE ${source} STRATEGY FILE_COPY`,
    );
  });
}

async function makeRole(client: pg.Client, name: string, attribute: string): Promise<void> {
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (found.rowCount === 0) {
    await client.query(`CREATE ROLE ${client.escapeIdentifier(name)} ${attribute}`);
  }
}

/** Lends a connection to `work` and closes it afterwards. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
