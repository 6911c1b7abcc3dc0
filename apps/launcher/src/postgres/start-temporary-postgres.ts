import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './find-free-port.js';
import { startPostgres, type RunningPostgres } from './start-postgres.js';

export interface TemporaryPostgres extends Pick<RunningPostgres, 'port' | 'urlFor'> {
  /** Where it listens too, for who shares the machine. */
  socketFolder: string;
  /** Process id of the server as it runs now. */
  pid(): number;
  /** Ends the server as asked and starts it again on the same port with the same data. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** As durable as production while the process, not the machine, crashes; and quick. */
const quickSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'on',
  // Nobody follows its log.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // Who guesses its passwords gains nothing.
  scram_iterations: '1',
};

/** Starts an empty PostgreSQL on a random port with its data in the temporary folder. */
export async function startTemporaryPostgres(
  settings: Record<string, string> = quickSettings,
): Promise<TemporaryPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'armature-postgres-'));
  const options = {
    dataDir,
    port: await findFreePort(),
    password: randomBytes(16).toString('hex'),
    logFile: `${dataDir}.log`,
    // In the folder of its data, which is where it runs.
    settings: { unix_socket_directories: '.', ...settings },
  };
  let server = await startPostgres(options);
  return {
    port: options.port,
    socketFolder: dataDir,
    urlFor: server.urlFor,
    pid: () => server.pid,
    restart: async (mode) => {
      await server.stop(mode);
      server = await startPostgres(options);
    },
    stop: async () => {
      await server.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
      await rm(options.logFile, { force: true });
    },
  };
}
