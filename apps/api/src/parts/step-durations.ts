import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Sql } from '#libs/database';
import type { Log } from '#libs/log';
import { findDurationIn, readStepDurations, type FindDuration } from '#libs/operations';

const everyMs = 5_000;

/** How long steps took before, read again every few seconds. */
export class StepDurations implements OnModuleInit, OnApplicationShutdown {
  find: FindDuration = findDurationIn([]);
  private refresh: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Sql,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    this.refresh = setInterval(() => {
      this.read().catch((error: unknown) => {
        this.log.warn({ err: error }, 'durations were not read');
      });
    }, everyMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.refresh);
  }

  private async read(): Promise<void> {
    this.find = findDurationIn(await readStepDurations(this.pool));
  }
}
