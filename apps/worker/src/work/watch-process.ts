import type { Pool } from 'pg';
import { isAnswering, overOwnConnection } from '#libs/database';
import { oldestDueSeconds, oldestLookSeconds } from '#libs/operations';
import { readUndelivered, type Undelivered } from '#libs/outbox';
import type { Log } from '#libs/log';
import type { Watchdog } from './watchdog.js';

/** What waits, as PostgreSQL tells it. */
export interface DueWork {
  /** The age of the oldest operation that wants a worker, seconds. */
  oldestDueSeconds: number;
  /** For how long the oldest look at what waits in Azure has been due, seconds. */
  oldestLookSeconds: number;
  undelivered: Undelivered;
}

/** Reads it over a connection of its own: what hangs on the pool does not hide it. Rejects within seconds. */
export const readDueWork = (url: string): Promise<DueWork> =>
  overOwnConnection(url, async (sql) => ({
    oldestDueSeconds: await oldestDueSeconds(sql),
    oldestLookSeconds: await oldestLookSeconds(sql),
    undelivered: await readUndelivered(sql),
  }));

export interface ProcessWatch {
  pool: Pool;
  /** Where PostgreSQL is, to be asked beside the pool. */
  url: string;
  watchdog: Watchdog;
  /** Whether whoever queues reminders answers somebody who comes anew. */
  isQueueThere(): Promise<boolean>;
  log: Log;
  /** Called once the process counts as wedged: it must end. */
  onWedged(): void;
}

/**
 * One tick. Lost connections are replaced long before; what hangs all the same, while PostgreSQL and the queue answer
 * everybody else, only a restart mends. Rejects where PostgreSQL is away: a restart would not bring it back.
 */
export async function watchProcess(watch: ProcessWatch): Promise<void> {
  const { pool, url, watchdog, isQueueThere, log, onWedged } = watch;
  const due = await readDueWork(url);
  const answers = await isAnswering(pool);
  if (answers) watchdog.did('statements');
  const wedgedIn = watchdog.tick({
    operations: due.oldestDueSeconds,
    looks: due.oldestLookSeconds,
    reminders: due.undelivered.oldestSeconds,
    statements: answers ? 0 : Infinity,
  });
  if (!wedgedIn || !(await isQueueThere())) return;
  log.fatal(
    { wedgedIn, ...due },
    'work is due and this process does none: ending, to be restarted',
  );
  onWedged();
}
