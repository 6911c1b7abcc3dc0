import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Pool } from 'pg';
import { sealForgotten } from '#libs/audit';
import { kinds } from '#libs/kinds';
import { LOG, type Log } from '#libs/log';
import { expireApprovals } from '#libs/operations';
import { dropOldEvents } from '#libs/outbox';
import { dropOldQueueEvents } from '#libs/queue';
import { forgetOldPlans } from '#libs/plans';
import { forgetOldResults } from '#libs/tenants';
import { Engine } from '../engine/engine.js';
import { WorkerSettings } from '../outside/worker-settings.js';
import { Reminders } from '../queue/reminders.js';
import { Schedules } from './schedules.js';
import { watchProcess } from './watch-process.js';
import { Watchdog, watchdogTickMs } from './watchdog.js';

const forgottenEveryMs = 3_600_000;
const rowsPerDrop = 5_000;
const keepEventsHours = 24;
const keepResultsDays = 7;
/** What was planned and never applied can be looked at so long. */
const keepPlansDays = 7;

/** Keeps the database and this process in order. */
@Injectable()
export class Upkeep extends Schedules implements OnApplicationBootstrap {
  constructor(
    private readonly pool: Pool,
    private readonly engine: Engine,
    private readonly reminders: Reminders,
    private readonly settings: WorkerSettings,
    private readonly watchdog: Watchdog,
    @Inject(LOG) log: Log,
  ) {
    super(log);
  }

  onApplicationBootstrap(): void {
    const { pool, engine } = this;
    this.every('folding statistics', 5_000, () => engine.statistics.refresh());
    this.every('sealing what was forgotten', forgottenEveryMs, (signal) =>
      sealForgotten(pool, signal),
    );
    this.every('dropping what is old', 60_000, () => dropOld(pool));
    this.every('canceling what nobody agreed to', 10_000, () => cancelExpired(pool));
    this.every('watching over this process', watchdogTickMs, () => this.watch());
  }

  private watch(): Promise<void> {
    const { pool, log, reminders, settings, watchdog } = this;
    return watchProcess({
      pool,
      log,
      watchdog,
      url: reminders.settings.databaseUrl,
      isQueueThere: () => reminders.isThere(),
      onWedged: () => settings.onWedged(),
    });
  }
}

const expiredAtOnce = 100;

async function cancelExpired(pool: Pool): Promise<void> {
  while ((await expireApprovals(pool, kinds, expiredAtOnce)) === expiredAtOnce);
}

async function dropOld(pool: Pool): Promise<void> {
  while ((await dropOldEvents(pool, keepEventsHours, rowsPerDrop)) === rowsPerDrop);
  while ((await dropOldQueueEvents(pool, rowsPerDrop)) === rowsPerDrop);
  while ((await forgetOldResults(pool, keepResultsDays, rowsPerDrop)) === rowsPerDrop);
  while ((await forgetOldPlans(pool, keepPlansDays, rowsPerDrop)) === rowsPerDrop);
}
