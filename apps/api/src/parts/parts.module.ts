import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { submitting } from '#libs/catalogue';
import { deciding } from '#libs/decisions';
import { Policies } from '#libs/policies';
import { Changes } from '../subscriptions/follow-changes.js';
import {
  API_PARTS,
  type ApiParts,
  AUTHENTICATE,
  AZURE,
  GRAPH,
  POLICIES,
  SETTINGS,
  SUBMIT_DEPS,
} from './parts.js';
import { StepDurations } from './step-durations.js';

/** Hands out what was opened before the API was put together, and closes it after everything else. */
@Module({})
export class PartsModule implements OnApplicationShutdown {
  constructor(
    @Inject(API_PARTS) private readonly parts: ApiParts,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  static with(parts: ApiParts): DynamicModule {
    const policies = new Policies(submitting, parts.prices);
    const given = [
      { provide: AUTHENTICATE, useValue: parts.authenticate },
      { provide: AZURE, useValue: parts.azure },
      { provide: GRAPH, useValue: parts.graph },
      { provide: Changes, useValue: parts.changes },
      { provide: POLICIES, useValue: policies },
      { provide: Pool, useValue: parts.database.pool },
      { provide: SETTINGS, useValue: parts },
      { provide: StepDurations, useValue: parts.durations },
      {
        provide: SUBMIT_DEPS,
        useValue: { ...parts.submit, decide: deciding({ ...parts, policies }) },
      },
    ];
    const providers = [{ provide: API_PARTS, useValue: parts }, ...given];
    return { module: PartsModule, global: true, providers, exports: given };
  }

  async onApplicationShutdown(): Promise<void> {
    this.parts.graph?.stop();
    await this.policies.close();
    await this.parts.azure.stop();
    await this.parts.database.close();
  }
}
