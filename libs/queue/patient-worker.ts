import {
  Worker,
  type ConnectionOptions,
  type IQueueBackend,
  type JobProgress,
  type RedisQueueBackend,
} from 'bullmq';
import type { ReminderJob } from './reminder.js';

const pauseAfterErrorMs = 1_000;

/**
 * BullMQ's worker, which asks for the next job again at once where it was refused one. This one waits a second, so that
 * a queue that refuses everything costs neither a core nor a disk full of log.
 */
export class PatientWorker<
  B extends IQueueBackend = RedisQueueBackend,
  C = ConnectionOptions,
> extends Worker<ReminderJob, void, string, B, JobProgress, C> {
  protected override async moveToActive(token: string, name?: string) {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await this.delay(pauseAfterErrorMs);
      throw error;
    }
  }
}
