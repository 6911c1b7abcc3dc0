import type { Pool } from 'pg';
import { sealAudit, sealForgotten } from '#libs/audit';
import { systemClock } from '#libs/kernel';
import {
  lookAtWatches,
  wakeOverdue,
  type LookDependencies,
  type StepStatistics,
} from '#libs/operations';
import { observeUnresolved, observeWorkspaces, type ObserveDependencies } from '#libs/discovery';
import { readSurroundings } from '#libs/diagnosis';
import { dropOldEvents, type Relay } from '#libs/outbox';
import { dropOldQueueEvents, type ReminderQueue } from '#libs/queue';
import { forgetOldResults } from '#libs/tenants';
import { computeKindsOf } from '#libs/kinds';
import { ClusterSweep } from '#libs/kinds/connected-clusters';
import type { Log } from '#libs/log';
import { ForgottenReminder } from './remind-forgotten.js';
import { repeat, type Repeated } from './repeat.js';
import { watchProcess, type ProcessWatch } from './watch-process.js';
import { watchdogTickMs } from './watchdog.js';

export interface ScheduleDependencies extends ProcessWatch {
  pool: Pool;
  queue: ReminderQueue;
  relay: Relay;
  look: LookDependencies;
  observe: ObserveDependencies;
  statistics: StepStatistics;
  stepLimitMs: number;
  log: Log;
}

export interface Schedules {
  /** Something was committed that the sealer should see. */
  somethingHappened(): void;
  stop(): Promise<void>;
}

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

/** Everything that a worker does by itself; all of it may run in any number of workers at once. */
export function startSchedules(deps: ScheduleDependencies): Schedules {
  const { pool, log } = deps;
  const every = (name: string, everyMs: number, work: (signal: AbortSignal) => Promise<unknown>) =>
    repeat({ name, everyMs, work, log });
  const clusters = new ClusterSweep(deps.observe);
  const readingPace = { againSeconds: looksPerReading * deps.observe.pace.movingSeconds };
  const { arm, kinds } = deps.observe;
  const around = {
    pool,
    arm,
    kinds: { computes: computeKindsOf(kinds), machines: kinds.machines },
  };
  const seal = every('sealing the audit trail', 10_000, () => sealAll(pool));
  const others: Repeated[] = [
    every('reminding of what was forgotten', 1_000, remindOfForgotten(deps)),
    ...Array.from({ length: looksAtOnce }, () =>
      every('looking at what waits', 400, (signal) =>
        lookAtWatches(deps.look, watchesPerLook, signal).finally(() => deps.watchdog.did('looks')),
      ),
    ),
    ...Array.from({ length: sweepsAtOnce }, () =>
      every('observing workspaces', 1_000, (signal) =>
        observeWorkspaces(deps.observe, workspacesPerRound, signal),
      ),
    ),
    every('finding out what came of things', unresolvedEveryMs, (signal) =>
      observeUnresolved(deps.observe, unresolvedPerRound, signal),
    ),
    every('observing connected clusters', clustersEveryMs, (signal) => clusters.run(signal)),
    every('reading what is around computes', surroundingsEveryMs, (signal) =>
      readSurroundings(around, readingPace, signal),
    ),
    every('ending what takes too long', overdueEveryMs, async () =>
      deps.look.due(await wakeOverdue(pool, deps.stepLimitMs)),
    ),
    every('folding statistics', 5_000, () => deps.statistics.refresh()),
    every('sealing what was forgotten', forgottenEveryMs, (signal) => sealForgotten(pool, signal)),
    every('dropping what is old', 60_000, () => dropOld(pool)),
    every('watching over this process', watchdogTickMs, () => watchProcess(deps)),
  ];
  return {
    somethingHappened: throttle(seal.poke, 500),
    stop: async () => {
      await Promise.all([seal, ...others].map((schedule) => schedule.stop()));
      await deps.statistics.refresh().catch(() => undefined);
    },
  };
}

function remindOfForgotten({ pool, queue, relay }: ScheduleDependencies): () => Promise<void> {
  const forgotten = new ForgottenReminder(pool, queue, systemClock);
  return async () => {
    relay.poke();
    await forgotten.run();
  };
}

async function sealAll(pool: Pool): Promise<void> {
  const limit = 1_000;
  while ((await sealAudit(pool, limit)) === limit);
}

async function dropOld(pool: Pool): Promise<void> {
  while ((await dropOldEvents(pool, keepEventsHours, rowsPerDrop)) === rowsPerDrop);
  while ((await dropOldQueueEvents(pool, rowsPerDrop)) === rowsPerDrop);
  while ((await forgetOldResults(pool, keepResultsDays, rowsPerDrop)) === rowsPerDrop);
}

/** At most one call in `ms`, the last of a burst included. */
function throttle(call: () => void, ms: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      call();
    }, ms).unref();
  };
}
