import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresAccount } from './postgres-account.js';

const run = promisify(execFile);

/**
 * Where things go that the account "postgres" must reach while the project lies in root's home, which others may not
 * enter. Only root can write here.
 */
const sharedFolder = '/var/lib/armature';

/** The folder itself where the account can get there, else a place of its own for it under /var/lib/armature. */
export async function chooseReachableFolder(
  account: PostgresAccount,
  folder: string,
): Promise<string> {
  if (await canEnter(account, dirname(folder))) return folder;
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  return join(sharedFolder, nameFor(folder));
}

/** The folder itself where the account can get there, else a copy of it under /var/lib/armature, made once. */
export async function makeReachable(account: PostgresAccount, folder: string): Promise<string> {
  const reachable = await chooseReachableFolder(account, folder);
  if (reachable === folder || (await isCopied(folder, reachable))) return reachable;
  const draft = `${reachable}.${process.pid}`;
  await cp(folder, draft, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  await rm(reachable, { recursive: true, force: true });
  await rename(draft, reachable);
  return reachable;
}

async function canEnter(account: PostgresAccount, folder: string): Promise<boolean> {
  if (!account) return true;
  return run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** A new installation of the package has other times; its copy is then made anew. */
async function isCopied(folder: string, copy: string): Promise<boolean> {
  const timeOf = async (root: string) =>
    (await stat(join(root, 'bin/postgres')).catch(() => undefined))?.mtimeMs;
  return (await timeOf(folder)) === (await timeOf(copy));
}

function nameFor(folder: string): string {
  return `${basename(folder)}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}
