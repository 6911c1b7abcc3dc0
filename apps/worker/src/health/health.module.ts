import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { QueueModule } from '../queue/queue.module.js';
import { WorkModule } from '../work/work.module.js';
import { HealthController } from './health.controller.js';
import { Indicators } from './indicators.js';

/** What is wrong stands in the answer, and in the log once, by whoever met it: terminus need not log it at every probe. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), QueueModule, WorkModule],
  controllers: [HealthController],
  providers: [Indicators],
})
export class HealthModule {}
