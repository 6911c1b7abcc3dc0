import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { identifyProcess, readCommandLine } from '../processes/identify-process.js';
import { stopProcess } from '../processes/stop-process.js';
import type { PostgresAccount } from './postgres-account.js';

const run = promisify(execFile);
const leftoverStopMs = 20_000;

/** What a data folder is: not there yet, or usable. */
export type DataFolderState = 'new' | 'usable';

/**
 * Looks at the folder before PostgreSQL is started on it. A server left running by a launcher that was killed is
 * stopped, a lock file of a dead one removed. Throws, saying what to do, when the folder is of another major version
 * or cannot be read.
 */
export async function checkDataFolder(
  postgres: string,
  dataDir: string,
  account: PostgresAccount,
): Promise<DataFolderState> {
  const ours = await readServerVersion(postgres, dirname(dataDir), account);
  const theirs = await readOptional(join(dataDir, 'PG_VERSION'));
  if (theirs === undefined) return 'new';
  if (theirs.trim() !== ours) {
    throw new Error(
      `The data in ${dataDir} was written by PostgreSQL ${theirs.trim()}, this is ${ours}. ` +
        `Export it with the version that wrote it, or start afresh: mv ${dataDir} ${dataDir}-${theirs.trim()}`,
    );
  }
  await endLeftover(dataDir);
  return 'usable';
}

async function readServerVersion(
  postgres: string,
  folder: string,
  account: PostgresAccount,
): Promise<string | undefined> {
  try {
    const { stdout } = await run(postgres, ['--version'], { ...account, cwd: folder });
    return /(\d+)\./.exec(stdout)?.[1];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EACCES') throw cause;
    throw new Error(
      'PostgreSQL refuses to run as root, so it runs as the account "postgres", which may not enter ' +
        `${folder} or ${dirname(postgres)}. Start as an ordinary user, or move the project out of root's ` +
        'home, e.g. to /opt.',
      { cause },
    );
  }
}

async function endLeftover(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const pid = Number((await readOptional(lockFile))?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const holder = await identifyProcess(pid);
  if (holder && (await readCommandLine(pid)).includes(dataDir)) {
    await stopProcess(holder, 'SIGINT', leftoverStopMs);
  }
  await rm(lockFile, { force: true });
}

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}). Start as the user who owns it, or ` +
        `start afresh: mv ${dirname(file)} ${dirname(file)}-old`,
      { cause },
    );
  }
}
