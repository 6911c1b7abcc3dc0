import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { standingOf, type ObserveDependencies } from '#libs/discovery';
import { systemClock } from '#libs/kernel';
import { errorFacts, LOG, type Log } from '#libs/log';
import {
  LookPace,
  nextLookMs,
  secondsToNextLook,
  StepStatistics,
  type AdvanceDependencies,
  type LookDependencies,
} from '#libs/operations';
import { Azure } from '../outside/azure.js';
import { WorkerSettings } from '../outside/worker-settings.js';
import { Reminders } from '../queue/reminders.js';

/** What steps, looks and sweeps need, bound to this process. */
@Injectable()
export class Engine implements OnModuleInit, OnApplicationShutdown {
  readonly statistics: StepStatistics;
  readonly observe: ObserveDependencies;
  readonly look: LookDependencies;
  readonly advance: AdvanceDependencies;
  private readonly pace: LookPace;

  constructor(
    private readonly pool: Pool,
    private readonly azure: Azure,
    private readonly settings: WorkerSettings,
    private readonly reminders: Reminders,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.statistics = new StepStatistics(pool);
    this.pace = new LookPace(pool, systemClock, azure.reads);
    this.observe = this.forSweeps();
    this.look = this.forLooks();
    this.advance = this.forSteps();
  }

  onModuleInit(): Promise<void> {
    return this.statistics.refresh();
  }

  /** Keeps what was learnt last, of steps too that ended during the stop. */
  onApplicationShutdown(): Promise<void> {
    return this.statistics.refresh();
  }

  private forSweeps(): ObserveDependencies {
    const { pool, azure, settings } = this;
    const { arm, reads } = azure;
    return {
      pool,
      arm,
      kinds: settings.kinds,
      pace: { ...settings.pace, ...(reads && { reads }) },
    };
  }

  private forLooks(): LookDependencies {
    const { pool, azure, settings, statistics, pace } = this;
    return {
      pool,
      arm: azure.arm,
      clock: systemClock,
      random: Math.random,
      pace,
      isAtWork: (body) => settings.kinds.isAtWork(body),
      findDuration: statistics.find,
      due: (operations) => this.reminders.send(operations, 'watch'),
    };
  }

  private forSteps(): AdvanceDependencies {
    const { pool, azure, settings, statistics, pace } = this;
    const { kinds, ports, leaseMs, stepLimitMs } = settings;
    return {
      pool,
      arm: azure.arm,
      clock: systemClock,
      random: Math.random,
      kinds,
      ports: { ...ports, standing: standingOf(kinds) },
      leaseMs,
      stepLimitMs,
      workerName: `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`,
      firstLookAfterMs: ({ kind }, { name }, { retryAfterSeconds, armId }) =>
        retryAfterSeconds === undefined
          ? Math.max(nextLookMs(0, statistics.find(kind, name)), pace.roundMsFor(armId))
          : secondsToNextLook(retryAfterSeconds) * 1_000,
      dueAgain: (operation, afterSeconds) =>
        void this.reminders.send([operation], 'again', afterSeconds * 1_000),
      stepEnded: ({ operation }, { name, startedAt, completedAt }) => {
        if (startedAt && completedAt)
          statistics.add(operation.kind, name, completedAt.getTime() - startedAt.getTime());
      },
      unforeseen: (error, operationId, stepName) =>
        this.log.error({ operationId, stepName, ...errorFacts(error) }, 'a step threw'),
    };
  }
}
