import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { identifyProcess } from '../processes/identify-process.js';
import { stopProcess } from '../processes/stop-process.js';
import type { DataFolder } from './data-folder.js';

const leftoversSchema = z.array(z.object({ pid: z.number(), startedAt: z.string() }));
const leftoverStopMs = 10_000;

/** Notes which processes a killed launcher would leave behind. */
export async function noteChildren(
  { root }: DataFolder,
  pids: readonly (number | undefined)[],
): Promise<void> {
  const known = pids.filter((pid) => pid !== undefined);
  const identities = await Promise.all(known.map(identifyProcess));
  const alive = identities.filter((identity) => identity !== undefined);
  await writeFile(childrenFile(root), JSON.stringify(alive), { mode: 0o600 });
}

/**
 * Ends what an earlier launcher on this folder was killed over, and waits for it. The simulator's lock goes too: we hold
 * the folder, and a number in it may belong to another process by now.
 */
export async function endLeftovers({ root, azure }: DataFolder): Promise<void> {
  const text = await readFile(childrenFile(root), 'utf8').catch(() => '[]');
  const leftovers = parse(text);
  await Promise.all(leftovers.map((process) => stopProcess(process, 'SIGTERM', leftoverStopMs)));
  await rm(join(azure, 'simulator.pid'), { force: true });
  await rm(childrenFile(root), { force: true });
}

function parse(text: string): z.infer<typeof leftoversSchema> {
  try {
    return leftoversSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

function childrenFile(root: string): string {
  return join(root, 'children.json');
}
