import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isAlive = (processId: number): boolean => {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const holderOf = (path: string): number => {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
};

const heldByThisProcess = new Set<string>();

/**
 * Makes the state directory this process's own until the returned function is called; a lock left by a process that is
 * gone is taken over. Throws with a sentence for people where another simulator uses it.
 */
export function lockStateDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'simulator.pid');
  const holder = holderOf(path);
  const heldElsewhere = holder > 0 && holder !== process.pid && isAlive(holder);
  if (heldElsewhere || heldByThisProcess.has(path))
    throw new Error(
      `Another Azure simulator (process ${holder}) uses ${directory}. Stop it, or name another directory in SIMULATOR_STATE_DIR.`,
    );
  writeFileSync(path, String(process.pid));
  heldByThisProcess.add(path);
  return () => {
    heldByThisProcess.delete(path);
    rmSync(path, { force: true });
  };
}
