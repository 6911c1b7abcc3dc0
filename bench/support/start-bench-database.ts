import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder, recall } from '../../apps/launcher/src/system/data-folder.js';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import {
  startDatabase,
  type SystemDatabase,
} from '../../apps/launcher/src/system/start-database.js';

export interface BenchDatabase extends Pick<SystemDatabase, 'databaseUrl' | 'adminUrl'> {
  /** Where log files of the contestants go; removed at the end. */
  folder: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** A migrated PostgreSQL with the settings of `npm start`, so as durable as PostgreSQL is, in a folder of its own. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'armature-bench-'));
  const data = await openDataFolder(folder);
  await mkdir(data.logs, { recursive: true });
  const server = await startDatabase(data, await recall(data), await findFreePort(), (reason) => {
    throw new Error(reason);
  });
  return {
    folder,
    databaseUrl: server.databaseUrl,
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop('immediate');
      await rm(data.postgres, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
