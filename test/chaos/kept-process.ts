import { setTimeout as sleep } from 'node:timers/promises';
import {
  ManagedProcess,
  type ProcessSpec,
} from '../../apps/launcher/src/processes/managed-process.js';

/** A process that is started again whenever it ends, as an orchestrator would. */
export class KeptProcess {
  private readonly process: ManagedProcess;
  private isWanted = true;
  /** Times it ended without having been killed on purpose. */
  ends = 0;

  constructor(spec: ProcessSpec) {
    this.process = new ManagedProcess({ ...spec, onUnexpectedExit: () => void this.comeBack() });
  }

  start(): Promise<void> {
    return this.process.start();
  }

  /** kill -9, and a new one at once. */
  async killHard(): Promise<void> {
    await this.process.restart('SIGKILL');
  }

  async stop(): Promise<void> {
    this.isWanted = false;
    await this.process.stop(25_000);
  }

  private async comeBack(): Promise<void> {
    this.ends += 1;
    await sleep(300);
    if (this.isWanted) await this.process.start();
  }
}
