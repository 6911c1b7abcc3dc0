import { Module } from '@nestjs/common';
import { errorFacts, LOG, type Log } from '#libs/log';
import type { QueueSettings } from '#libs/queue';
import { WorkerSettings } from '../outside/worker-settings.js';
import { fitQueue, QUEUE_SETTINGS, Reminders } from './reminders.js';

const settingsOf = ({ queue }: WorkerSettings, log: Log): Promise<QueueSettings> =>
  fitQueue({ ...queue, onError: (error) => log.warn(errorFacts(error), 'queue') });

/** BullMQ on PostgreSQL or Redis (ADR 0041). */
@Module({
  providers: [
    Reminders,
    { provide: QUEUE_SETTINGS, useFactory: settingsOf, inject: [WorkerSettings, LOG] },
  ],
  exports: [Reminders],
})
export class QueueModule {}
