import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { AZURE, type Azure } from '../parts/parts.js';

/** Whether Azure can be used, as far as anybody knows. */
@Injectable()
export class AzureHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(AZURE) private readonly azure: Azure,
  ) {}

  check(): HealthIndicatorResult {
    const azure = this.indicators.check('azure');
    const problems = this.azure
      .problems()
      .map(({ code, message, remedy }) => ({ code, message, remedy }));
    return problems.length > 0 ? azure.degraded({ problems }) : azure.up();
  }
}
