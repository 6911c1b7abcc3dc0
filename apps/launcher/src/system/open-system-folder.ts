import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { takePort, keepPort } from './choose-port.js';
import {
  openDataFolder,
  recall,
  remember,
  type DataFolder,
  type SystemMemory,
} from './data-folder.js';
import { endLeftovers } from './leftovers.js';
import { lockFolder } from './lock-folder.js';
import type { RunningParts } from './running-parts.js';

export interface OpenedFolder {
  folder: DataFolder;
  memory: SystemMemory;
  ports: { http: number; postgres: number; simulator: number };
}

/** Takes the folder and the ports, before anything is started. Rejects with a message for people. */
export async function openSystemFolder(
  dataDir: string,
  httpPort: number,
  parts: RunningParts,
): Promise<OpenedFolder> {
  const folder = await openDataFolder(dataDir);
  parts.add(await lockFolder(folder));
  await endLeftovers(folder);
  const ports = { http: await takePort(httpPort), ...(await recallPorts(folder)) };
  const memory = await recall(folder);
  if (!existsSync(join(folder.postgres, 'PG_VERSION'))) delete memory.apiKey;
  await remember(folder, {
    ...memory,
    postgresPort: ports.postgres,
    simulatorPort: ports.simulator,
  });
  return { folder, memory: await recall(folder), ports };
}

async function recallPorts(folder: DataFolder): Promise<{ postgres: number; simulator: number }> {
  const { postgresPort, simulatorPort } = await recall(folder);
  return { postgres: await keepPort(postgresPort), simulator: await keepPort(simulatorPort) };
}
