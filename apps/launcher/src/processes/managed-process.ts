import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { findBuilt } from './find-built.js';

export interface ProcessSpec {
  /** What it is called in messages and log files. */
  name: string;
  /** The compiled file that Node runs. */
  entry: string;
  environment: Record<string, string>;
  /** Everything it prints is appended here. */
  logFile: string;
  /** Lines that hold a secret and so stay out of the log file. */
  isSecret?: (line: string) => boolean;
  /** Told of each line it prints. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Told when it ends without having been asked to. */
  onUnexpectedExit?: (reason: string) => void;
}

/**
 * A Node process that is started, stopped, killed and started again on purpose. It has a process group of its own,
 * so that Ctrl-C reaches only the launcher, and leaves by itself when the launcher is gone.
 */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  private expectsExit = false;
  private readonly lastLines: string[] = [];

  constructor(private readonly spec: ProcessSpec) {}

  get name(): string {
    return this.spec.name;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.isRunning() ? this.child?.pid : undefined;
  }

  /** Resolves when the process exists, not when it is ready. */
  async start(): Promise<void> {
    this.expectsExit = false;
    this.lastLines.length = 0;
    const preload = pathToFileURL(findBuilt('apps/launcher/src/processes/leave-with-parent.js'));
    const child = spawn(process.execPath, ['--import', preload.href, this.spec.entry], {
      env: this.spec.environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.exited = once(child, 'exit');
    child.once('exit', (code, signal) => this.onExit(child, signal ?? `exit code ${code}`));
    this.keepLog(child);
    await once(child, 'spawn');
  }

  /** Sends a signal of which it is expected to die, and resolves when it has. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    this.expectsExit = true;
    if (!this.isRunning()) return;
    this.child?.kill(signal);
    await this.exited;
  }

  /** Asks it to stop, and makes it after `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    const impatience = setTimeout(() => this.child?.kill('SIGKILL'), timeoutMs);
    await this.kill('SIGTERM');
    clearTimeout(impatience);
  }

  /** Ends it with `signal` and starts it again. */
  async restart(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.kill(signal);
    await this.start();
  }

  private isRunning(): boolean {
    return (
      this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
    );
  }

  private keepLog(child: ChildProcess): void {
    const log = createWriteStream(this.spec.logFile, { flags: 'a', mode: 0o600 });
    log.on('error', () => undefined);
    child.once('close', () => log.end());
    for (const stream of ['stdout', 'stderr'] as const) {
      const input = child[stream];
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        if (!this.spec.isSecret?.(line)) log.write(`${line}\n`);
        this.lastLines.push(line);
        if (this.lastLines.length > 8) this.lastLines.shift();
        this.spec.onLine?.(line, stream);
      });
    }
  }

  private onExit(child: ChildProcess, how: string): void {
    if (this.expectsExit) return;
    // Its last lines may come after its end; by then it may have been started anew on purpose.
    child.once('close', () => {
      if (this.expectsExit || this.child !== child) return;
      this.spec.onUnexpectedExit?.(
        `${this.name} ended (${how}); see ${this.spec.logFile}\n${this.lastLines.join('\n')}`.trimEnd(),
      );
    });
  }
}
