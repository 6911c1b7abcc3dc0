import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { identifyProcess } from '../../apps/launcher/src/processes/identify-process.js';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { LauncherRun } from '../support/launcher.js';

const newFolder = () => mkdtemp(join(tmpdir(), 'armature-launcher-'));

let dataDir: string;
let port: number;
let runs: LauncherRun[] = [];

/** Stops what runs and removes its folder; what starts next has an empty one. */
async function startAfresh(): Promise<void> {
  await Promise.all(runs.map((run) => run.stop()));
  runs = [];
  await rm(dataDir, { recursive: true, force: true });
  [dataDir, port] = [await newFolder(), await findFreePort()];
}

function start(onPort = port): LauncherRun {
  const run = new LauncherRun(dataDir, onPort);
  runs.push(run);
  return run;
}

/** The system that a test before left running, or another start of it: a test with one of its own would start two more. */
const running = async (): Promise<LauncherRun> =>
  runs.find((run) => run.isRunning()) ?? (await start().started());

beforeAll(async () => {
  [dataDir, port] = [await newFolder(), await findFreePort()];
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await startAfresh();
});
afterAll(async () => {
  await startAfresh();
  await rm(dataDir, { recursive: true });
});

async function expectGone(pids: Iterable<number>): Promise<void> {
  for (const pid of pids) {
    await vi.waitFor(async () => expect(await identifyProcess(pid)).toBeUndefined(), {
      timeout: 30_000,
    });
  }
}

const answers = async () => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  await response.arrayBuffer();
  return response.status < 500;
};

const apiKeyOf = (run: LauncherRun) => /API key\s+(\S+)/.exec(run.output)?.[1];

describe('npm start', { timeout: 300_000 }, () => {
  it('says where it is, and stops everything on Ctrl-C; the next start is the same system', async () => {
    const first = await start().started();
    expect(first.output).toContain(`http://127.0.0.1:${port}/graphql`);
    expect(first.output).toContain('curl -s');
    expect(await answers()).toBe(true);
    const children = await first.children();
    first.signal('SIGINT');
    expect(await first.ended()).toBe(0);
    await expectGone(children.keys());

    const memory = await readFile(join(dataDir, 'system.json'), 'utf8');
    const second = await start().started();
    expect(apiKeyOf(second)).toBe(apiKeyOf(first));
    expect(await readFile(join(dataDir, 'system.json'), 'utf8')).toBe(memory);
  });

  it('says so when it already runs, and leaves the running one alone', async () => {
    const first = await running();
    const second = start(await findFreePort());
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain(`already running (pid ${first.pid})`);
    expect(await answers()).toBe(true);
  });

  it('names a port in use and the way out', async () => {
    const [taken, empty] = [await findFreePort(), await newFolder()];
    const other = createServer().listen(taken, '127.0.0.1');
    await once(other, 'listening');
    const run = new LauncherRun(empty, taken);
    expect(await run.ended()).toBe(1);
    expect(run.output).toContain(`port ${taken} is in use`);
    expect(run.output).toContain(`PORT=${taken + 1} npm start`);
    other.close();
    await rm(empty, { recursive: true });
  });

  it('leaves nothing running when it is killed, and starts again', async () => {
    const first = await running();
    const children = await first.children();
    first.signal('SIGKILL');
    expect(await first.ended()).toBe('SIGKILL');
    await expectGone(children.keys());
    const second = await start().started();
    expect(apiKeyOf(second)).toBe(apiKeyOf(first));
  });

  it('ends a part that a killed start left hanging, and starts again on the same port', async () => {
    const first = await running();
    const hanging = await first.pidOf('api');
    process.kill(hanging, 'SIGSTOP');
    first.signal('SIGKILL');
    await first.ended();
    await start().started();
    await expectGone([hanging]);
    expect(await answers()).toBe(true);
  });

  it('starts again after everything was killed at once', async () => {
    const first = await running();
    const children = await first.children();
    first.signal('SIGKILL');
    for (const pid of children.keys()) process.kill(pid, 'SIGKILL');
    await first.ended();
    // Meanwhile somebody else got the process id that PostgreSQL's lock file names.
    const lockFile = join(dataDir, 'postgres/postmaster.pid');
    const lock = await readFile(lockFile, 'utf8');
    await writeFile(lockFile, lock.replace(/^\d+/, `${process.pid}`));
    await start().started();
    expect(await answers()).toBe(true);
  });

  it.each(['worker', 'api', 'azure-simulator', 'postgres'] as const)(
    'stops all and says why when the %s dies',
    async (part) => {
      const run = await running();
      const children = await run.children();
      process.kill(await run.pidOf(part), 'SIGKILL');
      expect(await run.ended()).toBe(1);
      expect(run.output).toContain(`Stopping, because ${part} ended`);
      await expectGone(children.keys());
    },
  );

  it('stops at once on a second Ctrl-C, even when a part hangs', async () => {
    const run = await running();
    const children = await run.children();
    process.kill(await run.pidOf('api'), 'SIGSTOP');
    run.signal('SIGINT');
    await vi.waitFor(() => expect(run.output).toContain('once more Ctrl-C stops at once'), {
      timeout: 60_000,
    });
    run.signal('SIGINT');
    expect(await run.ended()).toBe(0);
    await expectGone(children.keys());
  });

  it('stops what it has started when interrupted while starting', async () => {
    await startAfresh();
    const run = start();
    await vi.waitFor(() => expect(run.output).toContain('starting PostgreSQL'), {
      timeout: 60_000,
      interval: 5,
    });
    const children = await run.children();
    run.signal('SIGINT');
    expect(await run.ended()).toBe(0);
    await expectGone(children.keys());
    await start().started();
  });
});

describe('a data folder that cannot be used', { timeout: 300_000 }, () => {
  /** What a system left that ran and was stopped. */
  let former: string;

  beforeAll(async () => {
    const run = await running();
    run.signal('SIGINT');
    expect(await run.ended()).toBe(0);
    former = dataDir;
  });
  // Its files stay those of PostgreSQL's account.
  beforeEach(async () => {
    dataDir = await newFolder();
    await promisify(execFile)('cp', ['-a', `${former}/.`, dataDir]);
  });
  afterEach(() => rm(dataDir, { recursive: true }));
  afterAll(() => {
    dataDir = former;
  });

  it('because another PostgreSQL wrote it: says which, and what to do', async () => {
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '17\n');
    const run = start();
    expect(await run.ended()).toBe(1);
    expect(run.output).toContain('written by PostgreSQL 17');
    expect(run.output).toContain(`mv ${join(dataDir, 'postgres')}`);
  });

  it('because its passwords are spoilt: says which file, and what to do', async () => {
    await writeFile(join(dataDir, 'system.json'), '{');
    const run = start();
    expect(await run.ended()).toBe(1);
    expect(run.output).toContain(`${join(dataDir, 'system.json')} cannot be used`);
    expect(run.output).toContain(`mv ${dataDir}`);
  });

  it('because its passwords are gone: says that they do not fit', async () => {
    await rm(join(dataDir, 'system.json'));
    const run = start();
    expect(await run.ended()).toBe(1);
    expect(run.output).toContain('was made with another password');
  });
});
