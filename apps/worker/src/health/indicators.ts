import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Pool } from 'pg';
import { isAnswering } from '#libs/database';
import { Azure } from '../outside/azure.js';
import { Reminders } from '../queue/reminders.js';
import { readDueWork } from '../work/watch-process.js';
import { Watchdog } from '../work/watchdog.js';
import { problemsOf } from './problems-of.rules.js';

/** What makes a worker ready. */
@Injectable()
export class Indicators {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly pool: Pool,
    private readonly azure: Azure,
    private readonly reminders: Reminders,
    private readonly watchdog: Watchdog,
  ) {}

  /**
   * Whether PostgreSQL answers, reminders reach the queue, and what is due is being taken. By what became of the work,
   * and not by a PING of Redis, which answers where no script runs. Never rejects.
   */
  async checkWork(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('work');
    try {
      const url = this.reminders.settings.databaseUrl;
      const [due, answers] = await Promise.all([readDueWork(url), isAnswering(this.pool)]);
      const problems = problemsOf(due, answers, (work) => this.watchdog.idleSeconds(work));
      return problems.length === 0
        ? indicator.up({ ...due })
        : indicator.down({ ...due, problems });
    } catch {
      return indicator.down({ problems: ['The database does not answer.'] });
    }
  }

  /** Whether Azure takes the credential and the subscription. */
  checkAzure(): HealthIndicatorResult {
    const indicator = this.indicators.check('azure');
    const azure = this.azure
      .problems()
      .map(({ code, message, remedy }) => ({ code, message, remedy }));
    return azure.length === 0 ? indicator.up() : indicator.down({ azure });
  }
}
