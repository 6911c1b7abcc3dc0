import { join } from 'node:path';
import { childEnvironment } from '#libs/config';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { ManagedProcess } from '../../apps/launcher/src/processes/managed-process.js';
import { waitUntil } from '../../apps/launcher/src/processes/wait-until.js';

export interface Contestant {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Runs a compiled file as a process of its own on a free port, in production mode; resolves when it answers anything. */
export async function startContestant(
  name: string,
  entry: string,
  folder: string,
  additions: Record<string, string>,
): Promise<Contestant> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const server = new ManagedProcess({
    name,
    entry,
    logFile: join(folder, `${name}.log`),
    environment: childEnvironment({
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: `${port}`,
      ...additions,
    }),
    onUnexpectedExit: (reason) => {
      throw new Error(reason);
    },
  });
  await server.start();
  await waitUntil(`an answer from ${name}`, () => answers(url), { timeoutMs: 30_000 });
  return { url, pid: server.pid ?? 0, stop: () => server.stop(5_000) };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (response) => {
      await response.arrayBuffer();
      return true;
    },
    () => false,
  );
