import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSimulator } from '../../src/start-simulator.js';
import { sender } from './send.js';
import type { Session } from './session.js';

/** A directory that goes with the test. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-spec-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A simulator on what is on disk right now: what kill -9 at this instant would leave. */
export async function restartFrom(session: Session, directory: string, damage = '') {
  const copy = join(newDirectory(), 'state');
  cpSync(directory, copy, { recursive: true });
  rmSync(join(copy, 'simulator.pid'));
  if (damage !== '') appendFileSync(join(copy, 'journal.jsonl'), damage);
  const simulator = await startSimulator({ port: 0, stateDir: copy, clock: session.clock });
  const { send, close } = sender(simulator.caFile);
  onTestFinished(async () => {
    close();
    await simulator.stop();
  });
  const authorization = `Bearer ${await session.token()}`;
  const urlOf = (path: string, version: string): string =>
    path.startsWith('https://')
      ? path.replace(session.simulator.armEndpoint, simulator.armEndpoint)
      : `${simulator.armEndpoint}/subscriptions/${simulator.subscriptionId}${path}?api-version=${version}`;
  const get = async (path: string, version = '2025-06-01') =>
    send('GET', urlOf(path, version), { authorization });
  const put = async (path: string, version: string, body: unknown) =>
    send('PUT', urlOf(path, version), { authorization }, body);
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await send(method, `${simulator.controlEndpoint}/${path}`, {}, body)).body;
  const ledger = (): Promise<unknown> => control('GET', 'ledger');
  return { get, put, control, ledger, simulator };
}
