import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { AzureProblem, OpenedGraph } from '#libs/azure';
import { AZURE, type Azure, GRAPH } from '../parts/parts.js';

/** Whether Azure and Microsoft Graph can be used, as far as anybody knows. */
@Injectable()
export class AzureHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(AZURE) private readonly azure: Azure,
    @Inject(GRAPH) private readonly graph: OpenedGraph | undefined,
  ) {}

  check(): HealthIndicatorResult {
    return {
      ...this.tell('azure', this.azure.problems()),
      ...this.tell('graph', this.graph?.problems() ?? []),
    };
  }

  private tell(name: 'azure' | 'graph', found: readonly AzureProblem[]): HealthIndicatorResult {
    const indicator = this.indicators.check(name);
    const problems = found.map(({ code, message, remedy }) => ({ code, message, remedy }));
    return problems.length > 0 ? indicator.degraded({ problems }) : indicator.up();
  }
}
