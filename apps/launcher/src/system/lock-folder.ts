import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  identifyProcess,
  isStillRunning,
  type ProcessIdentity,
} from '../processes/identify-process.js';
import type { DataFolder } from './data-folder.js';

const holderSchema = z.object({ pid: z.number(), startedAt: z.string() });

/** The folder is in use by a system that runs. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

/**
 * Takes the folder for this process and returns what gives it back. Throws AlreadyRunningError while another one holds
 * it; what a killed one left behind is taken over.
 */
export async function lockFolder({ root }: DataFolder): Promise<() => Promise<void>> {
  const file = join(root, 'launcher.pid');
  const me = await identifyProcess(process.pid);
  const text = JSON.stringify(me ?? { pid: process.pid, startedAt: '' });
  for (;;) {
    if (await createFile(file, text)) return () => rm(file, { force: true });
    const holder = await readHolder(file);
    if (holder && (await isStillRunning(holder))) {
      throw new AlreadyRunningError(
        `already running (pid ${holder.pid}) with the data in ${root}. Stop it with Ctrl-C in its terminal, ` +
          `or: kill ${holder.pid}`,
      );
    }
    await rm(file, { force: true });
  }
}

async function createFile(file: string, text: string): Promise<boolean> {
  return writeFile(file, text, { flag: 'wx', mode: 0o600 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
