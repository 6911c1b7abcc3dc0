import { chmod, mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The file system in memory that Linux mounts for everybody. */
const shared = '/dev/shm';
/** What statfs(2) says of such a file system. */
const tmpfs = 0x01021994;
/** With who made them: others' are not ours to remove. */
const prefix = `armature-tests-${process.getuid?.()}-`;
/** Databases, their log and what is installed; measured: 3 GiB at most. */
const neededBytes = 6 * 2 ** 30;

/**
 * Lets temporary files of this process, and of all that it starts, lie in memory where there is enough of it: to make the
 * 500 files of a database takes a tenth of the processor time there. Answers how they are removed.
 */
export async function keepFilesInMemory(): Promise<() => Promise<void>> {
  if (!(await isRoomy())) return async () => undefined;
  await removeLeftovers();
  const folder = join(shared, `${prefix}${process.pid}`);
  await mkdir(folder);
  // Root's PostgreSQL runs under an account of its own, which passes through.
  await chmod(folder, 0o711);
  process.env['TMPDIR'] = folder;
  // Over a hundred processes of Node are started: each takes what others have compiled, and leaves its own when it ends.
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled');
  return () => rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

async function isRoomy(): Promise<boolean> {
  const there = await statfs(shared).catch(() => undefined);
  if (there?.type !== tmpfs) return false;
  return Math.min(there.bavail * there.bsize, process.availableMemory()) >= neededBytes;
}

/** Of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(shared)).filter((name) => name.startsWith(prefix));
  const left = names.filter((name) => !isRunning(Number(name.slice(prefix.length))));
  await Promise.all(left.map((name) => rm(join(shared, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
