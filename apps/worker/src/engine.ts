import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Pool } from 'pg';
import { systemClock } from '#libs/kernel';
import { errorFacts, type Log } from '#libs/log';
import {
  LookPace,
  nextLookMs,
  secondsToNextLook,
  StepStatistics,
  type AdvanceDependencies,
  type ArmPort,
  type DueOperation,
  type Kinds,
  type LookDependencies,
  type ReadLimit,
  type StepPorts,
} from '#libs/operations';
import type { ReminderQueue } from '#libs/queue';

export interface EngineOptions {
  pool: Pool;
  arm: ArmPort;
  kinds: Kinds;
  queue: ReminderQueue;
  ports: StepPorts;
  leaseMs: number;
  stepLimitMs: number;
  log: Log;
  /** How much may be read of a subscription; absent: as public Azure. */
  reads?: ReadLimit;
}

export interface Engine {
  advance: AdvanceDependencies;
  look: LookDependencies;
  statistics: StepStatistics;
}

/** What steps and looks need, bound to this process. */
export function createEngine({
  pool,
  arm,
  kinds,
  queue,
  leaseMs,
  stepLimitMs,
  log,
  ports,
  reads,
}: EngineOptions): Engine {
  const statistics = new StepStatistics(pool);
  const pace = new LookPace(pool, systemClock, reads);
  const remindOf = createReminding(queue, log);
  const common = { pool, arm, clock: systemClock, random: Math.random };
  return {
    statistics,
    look: {
      ...common,
      pace,
      isAtWork: (body) => kinds.isAtWork(body),
      findDuration: statistics.find,
      due: (operations) => remindOf(operations, 'watch'),
    },
    advance: {
      ...common,
      kinds,
      ports,
      leaseMs,
      stepLimitMs,
      workerName: `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`,
      firstLookAfterMs: ({ kind }, { name }, { retryAfterSeconds, armId }) =>
        retryAfterSeconds === undefined
          ? Math.max(nextLookMs(0, statistics.find(kind, name)), pace.roundMsFor(armId))
          : secondsToNextLook(retryAfterSeconds) * 1_000,
      dueAgain: (operation, afterSeconds) =>
        void remindOf([operation], 'again', afterSeconds * 1_000),
      stepEnded: ({ operation }, { name, startedAt, completedAt }) => {
        if (startedAt && completedAt)
          statistics.add(operation.kind, name, completedAt.getTime() - startedAt.getTime());
      },
      unforeseen: (error, operationId, stepName) =>
        log.error({ operationId, stepName, ...errorFacts(error) }, 'a step threw'),
    },
  };
}

/** Reminds without fail but without haste: a reminder that is lost here is sent again by the sweep. */
const createReminding =
  (queue: ReminderQueue, log: Log) =>
  async (
    operations: readonly DueOperation[],
    occasion: string,
    afterMs?: number,
  ): Promise<void> => {
    const reminders = operations.map(({ operationId, fence }) => ({
      operationId,
      occasion: `${occasion}-${fence}`,
      ...(afterMs !== undefined && { afterMs }),
    }));
    await queue
      .remind(reminders)
      .catch((error: unknown) => log.warn(errorFacts(error), 'left to the sweep'));
  };
