import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkDataFolder } from './check-data-folder.js';
import { guardPostgres } from './guard-postgres.js';
import { initialiseData } from './initialise-data.js';
import { findPostgresAccount, type PostgresAccount } from './postgres-account.js';
import { findPostgresBinaries } from './postgres-binaries.js';

export interface PostgresOptions {
  /** Where the data lives; made and filled when missing. */
  dataDir: string;
  /** TCP port on 127.0.0.1; nothing else is listened on. */
  port: number;
  /** Password of the superuser `owner`; must be the one the data was made with. */
  password: string;
  /** What PostgreSQL says goes here, appended. */
  logFile: string;
  /** Settings beyond the defaults, e.g. { synchronous_commit: 'on' }. */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  port: number;
  pid: number;
  /** Connection string of the superuser for a database. */
  urlFor(database: string): string;
  /** Resolves when the server process has ended, whoever ended it. */
  exited: Promise<void>;
  /** `fast` (default) closes connections and writes a checkpoint; `immediate` is a crash on purpose. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

const wrongPassword = '28P01';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const stopSignals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

class WrongPasswordError extends Error {}

/**
 * Starts a real PostgreSQL from the packages and resolves when it answers. It runs in a process group
 * of its own, so that Ctrl-C in a terminal reaches only the one who started it and who stops it last.
 * Rejects with the last lines of its log when it ends before answering.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = await findPostgresAccount();
  const binaries = await findPostgresBinaries(account);
  const state = await checkDataFolder(binaries.postgres, options.dataDir, account);
  if (state === 'new') await initialiseData({ ...options, initdb: binaries.initdb, account });
  const child = await spawnServer(binaries.postgres, options, account);
  const callOff = guardPostgres(child.pid ?? 0);
  child.once('exit', callOff);
  const urlFor = (database: string) =>
    `postgresql://owner:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
  try {
    await waitUntilAnswering(child, urlFor('postgres'), options.logFile);
  } catch (error) {
    await stopServer(child, 'immediate');
    throw error instanceof WrongPasswordError ? explainWrongPassword(options.dataDir) : error;
  }
  return {
    port: options.port,
    pid: child.pid ?? 0,
    urlFor,
    exited: hasExited(child),
    stop: (mode = 'fast') => stopServer(child, mode),
  };
}

function explainWrongPassword(dataDir: string): Error {
  return new Error(
    `The data in ${dataDir} was made with another password than the one we have. Bring back its ` +
      `system.json, or start afresh: mv ${dataDir} ${dataDir}-old`,
  );
}

async function spawnServer(
  binary: string,
  { dataDir, port, logFile, settings = {} }: PostgresOptions,
  account: PostgresAccount,
): Promise<ChildProcess> {
  const log = await open(logFile, 'a', 0o600);
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    const child = spawn(binary, ['-D', dataDir, '-p', String(port), ...flags], {
      ...account,
      cwd: dataDir,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    return child;
  } finally {
    await log.close();
  }
}

async function waitUntilAnswering(
  child: ChildProcess,
  url: string,
  logFile: string,
): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL ended while starting:\n${await lastLines(logFile)}`);
    }
    if (performance.now() > deadline) {
      await stopServer(child, 'immediate');
      throw new Error(
        `PostgreSQL did not answer within ${startTimeoutMs} ms:\n${await lastLines(logFile)}`,
      );
    }
    await sleep(50);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== wrongPassword) return false;
    throw new WrongPasswordError();
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function hasExited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function stopServer(child: ChildProcess, mode: 'fast' | 'immediate'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(stopSignals[mode]);
  const patience = setTimeout(() => child.kill('SIGQUIT'), stopTimeoutMs);
  await hasExited(child);
  clearTimeout(patience);
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-10).join('\n');
}
