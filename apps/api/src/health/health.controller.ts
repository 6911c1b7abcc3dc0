import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { Public } from '../access/allow.js';
import { Answered } from '../server/answer-failures.js';
import { AzureHealth } from './azure.health.js';
import { DatabaseHealth } from './database.health.js';

/** Health for orchestrators. */
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: DatabaseHealth,
    private readonly azure: AzureHealth,
  ) {}

  @Get('healthz')
  isAlive() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck()
  async isReady() {
    try {
      const checks = [() => this.database.check(), () => this.azure.check()];
      return readiness(await this.health.check(checks));
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const { status } = error.getResponse() as HealthCheckResult;
      const why = status === 'error' ? 'no database' : 'shutting down';
      throw new Answered({ status: why }, error.getStatus());
    }
  }
}

/**
 * Without Azure the API answers everything but what it asks of Azure live, and takes mutations, which wait for a worker;
 * the same without workers, or with a queue that takes no reminders. Without Microsoft Graph it refuses tokens that leave
 * their groups out. It is ready, and says what is wrong: taken out of rotation it would answer nothing at all.
 */
function readiness({ status, details: { queue, azure, graph } }: HealthCheckResult) {
  if (status === 'ok') return { status };
  const isStuck = queue?.status === 'degraded';
  const withoutAzure = azure?.status === 'degraded';
  const withoutGraph = graph?.status === 'degraded';
  const without = withoutAzure ? 'without Azure' : 'without Microsoft Graph';
  return {
    status: isStuck ? 'mutations wait: reminders do not reach the queue' : without,
    ...(isStuck && { undelivered: queue['undelivered'] as object }),
    ...(withoutAzure && { azure: azure['problems'] as object[] }),
    ...(withoutGraph && { graph: graph['problems'] as object[] }),
  };
}
