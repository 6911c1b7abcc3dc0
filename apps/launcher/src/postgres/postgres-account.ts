import { execFile } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The account that PostgreSQL runs as; undefined means: our own. */
export type PostgresAccount = { uid: number; gid: number } | undefined;

/**
 * PostgreSQL refuses to run as root. For root this is the system account `postgres`, which is made
 * when it does not exist (containers); for everybody else it is the account that started us.
 */
export async function findPostgresAccount(): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUpAccount()) ?? (await createAccount());
}

/** Makes a folder that only the account can enter, and the folders above it where they are missing. */
export async function makeFolderFor(account: PostgresAccount, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}

async function lookUpAccount(): Promise<PostgresAccount> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

async function createAccount(): Promise<PostgresAccount> {
  try {
    await run('groupadd', ['--system', '--force', 'postgres']).catch(() =>
      run('addgroup', ['-S', 'postgres']),
    );
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']).catch(
      () => run('adduser', ['-S', '-D', '-H', '-G', 'postgres', 'postgres']),
    );
  } catch (cause) {
    throw new Error(
      'PostgreSQL refuses to run as root and the account "postgres" could not be made. ' +
        'Run this as an ordinary user, or make that account.',
      { cause },
    );
  }
  return lookUpAccount();
}
