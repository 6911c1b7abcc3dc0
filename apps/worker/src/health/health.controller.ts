import {
  All,
  Controller,
  Get,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { Indicators } from './indicators.js';

/** Answers as orchestrators ask. */
@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: Indicators,
  ) {}

  /**
   * 200 as long as this process answers at all, because a restart mends neither a database that is away nor a secret that is
   * wrong; a worker that is wedged ends itself.
   */
  @Get('healthz')
  live(): object {
    return { status: 'ok' };
  }

  /** 200 where this worker can do its work, else 503 and why not. */
  @Get('readyz')
  @HealthCheck()
  async ready(): Promise<object> {
    const { checks, indicators } = this;
    try {
      return shown(
        await checks.check([() => indicators.checkWork(), () => indicators.checkAzure()]),
      );
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      throw new ServiceUnavailableException(shown(error.getResponse() as HealthCheckResult));
    }
  }

  @All('*')
  other(): never {
    throw new NotFoundException({ problem: 'Ask for /healthz or /readyz.' });
  }
}

const stopping = ['This worker is stopping.'];

/** What the checks found, in one object. */
function shown({ status, details }: HealthCheckResult): object {
  const { status: _work, ...work } = details['work'] ?? {};
  const { status: _azure, ...azure } = details['azure'] ?? {};
  const isStopping = status === 'shutting_down';
  return { ready: status === 'ok', ...work, ...azure, ...(isStopping && { problems: stopping }) };
}
