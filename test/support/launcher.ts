import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { readCommandLine } from '../../apps/launcher/src/processes/identify-process.js';

const run = promisify(execFile);
const entry = join(import.meta.dirname, '../../dist/apps/launcher/src/main.js');

/** `npm start` as a person runs it, with a folder and port of the test's own. */
export class LauncherRun {
  output = '';
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown[]>;

  constructor(dataDir: string, port: number) {
    this.child = spawn(process.execPath, [entry, '--data-dir', dataDir], {
      env: { ...process.env, PORT: `${port}`, REDIS_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = once(this.child, 'exit');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => (this.output += text.toString()));
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until the person is told that all runs; rejects with what was said instead when it ends before. */
  async started(): Promise<this> {
    await vi.waitUntil(() => this.output.includes('Try it:') || !this.isRunning(), {
      timeout: 150_000,
      interval: 50,
    });
    if (!this.isRunning()) throw new Error(`ended early:\n${this.output}`);
    return this;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end and returns the exit code, or the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals> {
    const [code, signal] = (await this.exit) as [number | null, NodeJS.Signals | null];
    return code ?? signal ?? 'SIGKILL';
  }

  /** Ends it, whatever state it is in. */
  async stop(): Promise<void> {
    if (this.isRunning()) this.signal('SIGTERM');
    await this.exit;
  }

  isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it has started and what still runs of it: command lines by process id. */
  async children(): Promise<Map<number, string>> {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
    const pairs = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    const ours = pairs.filter(([, parent]) => parent === this.pid).map(([pid = 0]) => pid);
    const named = ours.map(async (pid) => [pid, await readCommandLine(pid)] as const);
    return new Map(await Promise.all(named));
  }

  /** Process id of one part. */
  async pidOf(part: 'api' | 'worker' | 'azure-simulator' | 'postgres'): Promise<number> {
    const mark = part === 'postgres' ? ' -D ' : `/apps/${part}/src/main.js`;
    const found = [...(await this.children())].find(([, command]) => command.includes(mark));
    if (!found) throw new Error(`no ${part} among the children of ${this.pid}`);
    return found[0];
  }
}
