import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { findPostgresAccount } from '../postgres/postgres-account.js';
import { chooseReachableFolder } from '../postgres/reachable-folder.js';

/** Where everything of a local system lies. */
export interface DataFolder {
  root: string;
  /** In the root, unless PostgreSQL could not get there. */
  postgres: string;
  azure: string;
  logs: string;
}

/** What must survive a restart. The passwords are those of the embedded PostgreSQL, which listens on loopback only. */
const memorySchema = z.object({
  adminPassword: z.string(),
  ownerPassword: z.string(),
  applicationPassword: z.string(),
  postgresPort: z.number().optional(),
  simulatorPort: z.number().optional(),
  apiKey: z.string().optional(),
});

export type SystemMemory = z.infer<typeof memorySchema>;

/** Makes the folders where they are missing. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const root = resolve(path);
  await mkdir(root, { recursive: true });
  // Others may pass through, to PostgreSQL's data when that runs as another account, but not look around.
  await chmod(root, 0o711);
  const account = await findPostgresAccount();
  const folder = {
    root,
    postgres: await chooseReachableFolder(account, join(root, 'postgres')),
    azure: join(root, 'azure'),
    logs: join(root, 'logs'),
  };
  await mkdir(folder.azure, { recursive: true, mode: 0o700 });
  await mkdir(folder.logs, { recursive: true, mode: 0o700 });
  return folder;
}

/** What was remembered, or new passwords on the first start. Throws, saying what to do, when the file is spoilt. */
export async function recall({ root }: DataFolder): Promise<SystemMemory> {
  const text = await readFile(memoryFile(root), 'utf8').catch(ignoreMissing);
  if (text === undefined) return newMemory();
  try {
    return memorySchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(
      `${memoryFile(root)} cannot be used. It holds the passwords of the local database; without it, start ` +
        `afresh: mv ${root} ${root}-old`,
      { cause },
    );
  }
}

/** Writes it where only its owner can read it. */
export async function remember({ root }: DataFolder, memory: SystemMemory): Promise<void> {
  const draft = `${memoryFile(root)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, memoryFile(root));
}

function memoryFile(root: string): string {
  return join(root, 'system.json');
}

function newMemory(): SystemMemory {
  const password = () => randomBytes(24).toString('hex');
  return {
    adminPassword: password(),
    ownerPassword: password(),
    applicationPassword: password(),
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
