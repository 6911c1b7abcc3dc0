import { randomBytes } from 'node:crypto';
import { migrateDatabase } from '../../apps/launcher/src/migrate/migrate-database.js';
import {
  prepareDatabase,
  prepareRoles,
} from '../../apps/launcher/src/postgres/prepare-database.js';
import {
  startTemporaryPostgres,
  type TemporaryPostgres,
} from '../../apps/launcher/src/postgres/start-temporary-postgres.js';

/** Where the databases of a test run live; plain data, so that vitest can hand it to its workers. */
export interface TestServerAddress {
  adminUrl: string;
  ownerUrl: string;
  applicationUrl: string;
  /** Of its socket, by which a statement costs two thirds of what it does by TCP. */
  socketFolder: string;
}

export interface TestPostgresServer
  extends TestServerAddress, Pick<TemporaryPostgres, 'pid' | 'restart' | 'stop'> {}

export const templateName = 'armature_template';

/** Starts a PostgreSQL with a migrated template database; tests that crash theirs on purpose take one of their own. */
export async function startTestPostgres(
  settings?: Record<string, string>,
): Promise<TestPostgresServer> {
  const server = await startTemporaryPostgres(settings);
  const { pid, restart, stop } = server;
  return { ...(await prepareTemplate(server)), pid, restart, stop };
}

async function prepareTemplate(server: TemporaryPostgres): Promise<TestServerAddress> {
  const owner = { name: 'armature_owner', password: randomBytes(16).toString('hex') };
  const application = { name: 'armature_api', password: randomBytes(16).toString('hex') };
  const adminUrl = server.urlFor('postgres');
  await prepareRoles(adminUrl, { owner, application });
  await prepareDatabase(adminUrl, templateName, owner.name);
  const urlOf = (login: { name: string; password: string }) =>
    `postgresql://${login.name}:${login.password}@127.0.0.1:${server.port}/${templateName}`;
  await migrateDatabase(urlOf(owner));
  const { socketFolder } = server;
  return { adminUrl, ownerUrl: urlOf(owner), applicationUrl: urlOf(application), socketFolder };
}
