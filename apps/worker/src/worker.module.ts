import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { LOG, LogModule, type Log } from '#libs/log';
import { HealthModule } from './health/health.module.js';
import { WorkModule } from './work/work.module.js';

/** A worker on what `outside` provides: Pool, Azure and WorkerSettings, for all modules. */
@Module({ imports: [WorkModule, HealthModule] })
export class WorkerModule implements BeforeApplicationShutdown {
  constructor(@Inject(LOG) private readonly log: Log) {}

  static on(outside: DynamicModule, log: Log): DynamicModule {
    return { module: WorkerModule, imports: [LogModule.of(log), outside] };
  }

  beforeApplicationShutdown(signal?: string): void {
    this.log.info({ signal }, 'stopping');
  }
}
