import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LOG, type Log } from '#libs/log';
import { advanceNext, TeamTurns } from '#libs/operations';
import { startReminderWorker, type ReminderWorker } from '#libs/queue';
import { Engine } from '../engine/engine.js';
import { WorkerSettings } from '../outside/worker-settings.js';
import { Reminders } from '../queue/reminders.js';
import { Running } from './running.js';
import { Watchdog } from './watchdog.js';

/** How long a stop waits for steps under way; the leases do the rest. */
const stopCapMs = 20_000;

/** Takes reminders off the queue and carries operations on. */
@Injectable()
export class ReminderTaker extends Running implements OnApplicationBootstrap {
  private readonly turns = new TeamTurns();
  private worker: ReminderWorker | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly reminders: Reminders,
    private readonly watchdog: Watchdog,
    private readonly settings: WorkerSettings,
    @Inject(LOG) private readonly log: Log,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    this.worker = startReminderWorker({
      ...this.reminders.settings,
      concurrency: this.settings.concurrency,
      process: (reminded, signal) => this.carryOn(reminded, signal),
    });
    await this.worker.ready();
  }

  protected async stop(): Promise<void> {
    await this.worker?.close(stopCapMs);
  }

  /** A reminder says that there is work: whose turn it is, and what is to be done, is read from the rows. */
  private async carryOn(reminded: string, signal: AbortSignal): Promise<void> {
    this.watchdog.did('operations');
    const advanced = await advanceNext(this.engine.advance, this.turns, signal);
    this.log.debug({ reminded, ...advanced }, 'reminded');
  }
}
