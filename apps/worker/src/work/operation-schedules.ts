import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Pool } from 'pg';
import { systemClock } from '#libs/kernel';
import { LOG, type Log } from '#libs/log';
import { lookAtWatches, wakeOverdue } from '#libs/operations';
import { Engine } from '../engine/engine.js';
import { WorkerSettings } from '../outside/worker-settings.js';
import { Reminders } from '../queue/reminders.js';
import { Outbox } from './outbox.js';
import { ForgottenReminder } from './remind-forgotten.js';
import { Schedules, type Work } from './schedules.js';
import { Watchdog } from './watchdog.js';

const looksAtOnce = 4;
const watchesPerLook = 250;
/** A limit of hours is kept to the second well enough. */
const overdueEveryMs = 10_000;

/** Looks at what operations wait for, and sees to it that none is forgotten or waits for ever. */
@Injectable()
export class OperationSchedules extends Schedules implements OnApplicationBootstrap {
  constructor(
    private readonly pool: Pool,
    private readonly engine: Engine,
    private readonly reminders: Reminders,
    private readonly outbox: Outbox,
    private readonly settings: WorkerSettings,
    private readonly watchdog: Watchdog,
    @Inject(LOG) log: Log,
  ) {
    super(log);
  }

  onApplicationBootstrap(): void {
    const { pool, engine, reminders, outbox, settings, watchdog } = this;
    const forgotten = new ForgottenReminder(pool, reminders.queue, systemClock);
    this.every('reminding of what was forgotten', 1_000, () => (outbox.poke(), forgotten.run()));
    this.every('ending what takes too long', overdueEveryMs, async () =>
      engine.look.due(await wakeOverdue(pool, settings.stepLimitMs)),
    );
    const look: Work = (signal) =>
      lookAtWatches(engine.look, watchesPerLook, signal).finally(() => watchdog.did('looks'));
    this.every('looking at what waits', 400, look, looksAtOnce);
  }
}
