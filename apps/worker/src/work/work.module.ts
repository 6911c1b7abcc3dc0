import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { OperationSchedules } from './operation-schedules.js';
import { Outbox } from './outbox.js';
import { ReminderTaker } from './reminder-taker.js';
import { Sweeps } from './sweeps.js';
import { Upkeep } from './upkeep.js';
import { Watchdog } from './watchdog.js';

/** Everything that goes on until the stop. */
@Module({
  imports: [QueueModule, EngineModule],
  providers: [OperationSchedules, Outbox, ReminderTaker, Sweeps, Upkeep, Watchdog],
  exports: [Watchdog],
})
export class WorkModule {}
