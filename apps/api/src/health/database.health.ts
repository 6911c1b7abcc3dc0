import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Pool } from 'pg';
import { isAnswering } from '#libs/database';
import { isStuck, readUndelivered } from '#libs/outbox';

/** PostgreSQL, and by what stands there the queue: whether reminders reach it. */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly pool: Pool,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const database = this.indicators.check('database');
    const queue = this.indicators.check('queue');
    if (!(await isAnswering(this.pool))) return database.down();
    try {
      const undelivered = await readUndelivered(this.pool);
      const delivery = isStuck(undelivered) ? queue.degraded({ undelivered }) : queue.up();
      return { ...database.up(), ...delivery };
    } catch {
      // The pool reports lost connections itself; here only the answer counts.
      return database.down();
    }
  }
}
