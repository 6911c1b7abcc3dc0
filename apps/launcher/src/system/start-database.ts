import { join } from 'node:path';
import { migrateDatabase } from '../migrate/migrate-database.js';
import { prepareDatabase, prepareRoles } from '../postgres/prepare-database.js';
import { startPostgres, type RunningPostgres } from '../postgres/start-postgres.js';
import type { DataFolder, SystemMemory } from './data-folder.js';

export interface SystemDatabase {
  /** The server as it runs now. */
  server(): RunningPostgres;
  /** Connection string of the application role. */
  databaseUrl: string;
  /** Connection string of the owner. */
  migrationUrl: string;
  /** Connection string of the superuser. */
  adminUrl: string;
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

const database = 'armature';

/** Starts PostgreSQL on the folder; makes roles and database where they are missing, and migrates. */
export async function startDatabase(
  folder: DataFolder,
  memory: SystemMemory,
  port: number,
  onUnexpectedExit: (reason: string) => void,
): Promise<SystemDatabase> {
  const logFile = join(folder.logs, 'postgres.log');
  const options = { dataDir: folder.postgres, port, password: memory.adminPassword, logFile };
  let expectsExit = false;
  const start = async () => {
    const started = await startPostgres(options);
    expectsExit = false;
    void started.exited.then(() => {
      if (!expectsExit) onUnexpectedExit(`postgres ended; see ${logFile}`);
    });
    return started;
  };
  let server = await start();
  const stop = async (mode?: 'fast' | 'immediate') => {
    expectsExit = true;
    await server.stop(mode);
  };
  const restart = async (mode: 'fast' | 'immediate') => {
    await stop(mode);
    server = await start();
  };
  const urls = await prepare(server, memory).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ...urls, server: () => server, restart, stop };
}

async function prepare(server: RunningPostgres, memory: SystemMemory) {
  const owner = { name: 'armature_owner', password: memory.ownerPassword };
  const application = { name: 'armature_api', password: memory.applicationPassword };
  await prepareRoles(server.urlFor('postgres'), { owner, application });
  await prepareDatabase(server.urlFor('postgres'), database, owner.name);
  const urlOf = (login: { name: string; password: string }) =>
    `postgresql://${login.name}:${login.password}@127.0.0.1:${server.port}/${database}`;
  const migrationUrl = urlOf(owner);
  await migrateDatabase(migrationUrl);
  return { databaseUrl: urlOf(application), migrationUrl, adminUrl: server.urlFor(database) };
}
