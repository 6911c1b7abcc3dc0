import { setTimeout as sleep } from 'node:timers/promises';
import {
  ManagedProcess,
  type ProcessSpec,
} from '../../apps/launcher/src/processes/managed-process.js';

/** A process that is started again whenever it ends, as an orchestrator would. */
export class KeptProcess {
  private readonly process: ManagedProcess;
  private isWanted = true;
  /** How it ended each time that nobody killed it on purpose, with the last lines that it printed. */
  readonly endings: string[] = [];

  constructor(spec: ProcessSpec) {
    this.process = new ManagedProcess({
      ...spec,
      onUnexpectedExit: (ending) => {
        this.endings.push(ending);
        void this.comeBack();
      },
    });
  }

  start(): Promise<void> {
    return this.process.start();
  }

  /** kill -9, and a new one at once. */
  async killHard(): Promise<void> {
    await this.process.restart('SIGKILL');
  }

  /** SIGSTOP for a time, as of a machine that has none to give. */
  async freeze(ms: number): Promise<void> {
    const { pid } = this.process;
    if (pid === undefined) return;
    process.kill(pid, 'SIGSTOP');
    await sleep(ms);
    // Whoever restarts it meanwhile has ended it first.
    if (this.process.pid === pid) process.kill(pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.isWanted = false;
    await this.process.stop(25_000);
  }

  private async comeBack(): Promise<void> {
    await sleep(300);
    if (this.isWanted) await this.process.start();
  }
}
