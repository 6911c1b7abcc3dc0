import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '#libs/database';
import { inject } from 'vitest';
import { prepareDatabase, withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { templateName, type TestServerAddress } from './postgres-server.js';

export interface TestDatabase extends Pick<Database, 'pool'> {
  /** Connection string of an application role: it may do what API and worker may do, and no more. */
  url: string;
  /** Connection string of the owner, who is not a superuser. */
  migrationUrl: string;
  /** Connection string of the superuser, for tests that tamper. */
  adminUrl: string;
  name: string;
  /** Closes the pool; the database stays. */
  close(): Promise<void>;
  /** Closes the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A fresh migrated database, a copy of the run's template; its pool logs in as the application. */
export async function createTestDatabase(
  server: TestServerAddress = inject('postgres'),
): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await prepareDatabase(server.adminUrl, name, 'armature_owner', templateName);
  return openTestDatabase(server, name);
}

/** A database that is there. */
export function openTestDatabase(server: TestServerAddress, name: string): TestDatabase {
  const url = inDatabase(server.applicationUrl, name);
  const database = openDatabase({ url: bySocket(url, server), applicationName: 'test' });
  return {
    name,
    url,
    migrationUrl: inDatabase(server.ownerUrl, name),
    adminUrl: inDatabase(server.adminUrl, name),
    pool: database.pool,
    close: () => database.close(),
    drop: async () => {
      await database.close();
      await withClient(server.adminUrl, (client) =>
        client.query(`DROP DATABASE ${name} WITH (FORCE)`),
      );
    },
  };
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** The same without TCP between. */
function bySocket(url: string, { socketFolder }: TestServerAddress): string {
  const changed = new URL(url);
  changed.searchParams.set('host', socketFolder);
  return changed.href;
}
