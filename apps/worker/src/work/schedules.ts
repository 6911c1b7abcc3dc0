import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Pool } from 'pg';
import { sealForgotten } from '#libs/audit';
import { readSurroundings } from '#libs/diagnosis';
import { observeUnresolved, observeWorkspaces } from '#libs/discovery';
import { systemClock } from '#libs/kernel';
import { computeKindsOf } from '#libs/kinds';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { LOG, type Log } from '#libs/log';
import { lookAtWatches, wakeOverdue } from '#libs/operations';
import { dropOldEvents } from '#libs/outbox';
import { dropOldQueueEvents } from '#libs/queue';
import { forgetOldResults } from '#libs/tenants';
import { Engine } from '../engine/engine.js';
import { WorkerSettings } from '../outside/worker-settings.js';
import { Reminders } from '../queue/reminders.js';
import { Outbox } from './outbox.js';
import { ForgottenReminder } from './remind-forgotten.js';
import { repeat, type Repeated, type RepeatOptions } from './repeat.js';
import { Running } from './running.js';
import { watchProcess } from './watch-process.js';
import { Watchdog, watchdogTickMs } from './watchdog.js';

const looksAtOnce = 4;
const watchesPerLook = 250;
/** A slow list holds up the others of its round: two take turns. */
const sweepsAtOnce = 2;
const workspacesPerRound = 6;
/** Two reads and a few: an offline cluster shows well within a minute. */
const clustersEveryMs = 10_000;
/** Few at any time: five reads a second at most. */
const unresolvedEveryMs = 2_000;
const unresolvedPerRound = 10;
const surroundingsEveryMs = 2_000;
/** Locks and limits change more seldom than what moves between them. */
const looksPerReading = 6;
/** A limit of hours is kept to the second well enough. */
const overdueEveryMs = 10_000;
const forgottenEveryMs = 3_600_000;
const rowsPerDrop = 5_000;
const keepEventsHours = 24;
const keepResultsDays = 7;

type Work = RepeatOptions['work'];

/** What a worker does again and again by itself; all of it may run in any number of workers at once. */
@Injectable()
export class Schedules extends Running implements OnApplicationBootstrap {
  private readonly repeated: Repeated[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly engine: Engine,
    private readonly reminders: Reminders,
    private readonly outbox: Outbox,
    private readonly settings: WorkerSettings,
    private readonly watchdog: Watchdog,
    @Inject(LOG) private readonly log: Log,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.remind();
    this.look();
    this.sweep();
    this.keepOrder();
  }

  protected async stop(): Promise<void> {
    await Promise.all(this.repeated.map((each) => each.stop()));
  }

  private every(name: string, everyMs: number, work: Work, times = 1): void {
    for (let started = 0; started < times; started += 1)
      this.repeated.push(repeat({ name, everyMs, work, log: this.log }));
  }

  private remind(): void {
    const { pool, engine, reminders, outbox, settings } = this;
    const forgotten = new ForgottenReminder(pool, reminders.queue, systemClock);
    this.every('reminding of what was forgotten', 1_000, () => (outbox.poke(), forgotten.run()));
    this.every('ending what takes too long', overdueEveryMs, async () =>
      engine.look.due(await wakeOverdue(pool, settings.stepLimitMs)),
    );
  }

  private look(): void {
    const { engine, watchdog } = this;
    const work: Work = (signal) =>
      lookAtWatches(engine.look, watchesPerLook, signal).finally(() => watchdog.did('looks'));
    this.every('looking at what waits', 400, work, looksAtOnce);
  }

  private sweep(): void {
    const { observe } = this.engine;
    const { pool, arm, kinds, pace } = observe;
    const workspaces: Work = (signal) => observeWorkspaces(observe, workspacesPerRound, signal);
    this.every('observing workspaces', 1_000, workspaces, sweepsAtOnce);
    this.every('finding out what came of things', unresolvedEveryMs, (signal) =>
      observeUnresolved(observe, unresolvedPerRound, signal),
    );
    const clusters = new ConnectedClusterSweep(observe);
    this.every('observing connected clusters', clustersEveryMs, (signal) => clusters.run(signal));
    const around = {
      pool,
      arm,
      kinds: { computes: computeKindsOf(kinds), machines: kinds.machines },
    };
    const readingPace = { againSeconds: looksPerReading * pace.movingSeconds };
    this.every('reading what is around computes', surroundingsEveryMs, (signal) =>
      readSurroundings(around, readingPace, signal),
    );
  }

  private keepOrder(): void {
    const { pool, engine } = this;
    this.every('folding statistics', 5_000, () => engine.statistics.refresh());
    this.every('sealing what was forgotten', forgottenEveryMs, (signal) =>
      sealForgotten(pool, signal),
    );
    this.every('dropping what is old', 60_000, () => dropOld(pool));
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

async function dropOld(pool: Pool): Promise<void> {
  while ((await dropOldEvents(pool, keepEventsHours, rowsPerDrop)) === rowsPerDrop);
  while ((await dropOldQueueEvents(pool, rowsPerDrop)) === rowsPerDrop);
  while ((await forgetOldResults(pool, keepResultsDays, rowsPerDrop)) === rowsPerDrop);
}
