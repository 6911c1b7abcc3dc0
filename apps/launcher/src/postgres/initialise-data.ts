import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolderFor, type PostgresAccount } from './postgres-account.js';

const run = promisify(execFile);

/**
 * Makes a new database cluster whose superuser is `owner`. It is made beside the folder and then moved there, so that
 * an interrupted start leaves nothing half-made behind.
 */
export async function initialiseData(options: {
  initdb: string;
  dataDir: string;
  password: string;
  account: PostgresAccount;
}): Promise<void> {
  const draft = `${options.dataDir}.incomplete`;
  await rm(draft, { recursive: true, force: true });
  await makeFolderFor(options.account, draft);
  const passwordFile = await writePasswordFile(options.password, options.account);
  try {
    const account = { ...options.account, cwd: draft };
    await run(options.initdb, initdbArguments(draft, passwordFile), account);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, options.dataDir);
}

function initdbArguments(dataDir: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataDir}`,
    `--pwfile=${passwordFile}`,
    '--username=owner',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}

async function writePasswordFile(password: string, account: PostgresAccount): Promise<string> {
  const file = join(tmpdir(), `armature-initdb-${randomUUID()}`);
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (account) await chown(file, account.uid, account.gid);
  return file;
}
