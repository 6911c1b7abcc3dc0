import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { Outbox } from './outbox.js';
import { ReminderTaker } from './reminder-taker.js';
import { Schedules } from './schedules.js';
import { Watchdog } from './watchdog.js';

/** Everything that goes on until the stop. */
@Module({
  imports: [QueueModule, EngineModule],
  providers: [Outbox, ReminderTaker, Schedules, Watchdog],
  exports: [Watchdog],
})
export class WorkModule {}
