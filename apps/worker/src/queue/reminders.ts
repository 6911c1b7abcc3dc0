import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { errorFacts, LOG, type Log } from '#libs/log';
import type { DueOperation } from '#libs/operations';
import { checkRedis, openReminderQueue, type QueueSettings, type ReminderQueue } from '#libs/queue';

/** The token of the queue's settings, as `fitQueue` answered them. */
export const QUEUE_SETTINGS = Symbol('QUEUE_SETTINGS');

/** Rejects with QueueUnfit where Redis cannot be used as it is configured. */
export const fitQueue = async (settings: QueueSettings): Promise<QueueSettings> =>
  settings.redisUrl ? checkRedis(settings, settings.redisUrl) : settings;

/** The queue of reminders: closed once nothing works any more that could remind. */
@Injectable()
export class Reminders implements OnModuleInit, OnApplicationShutdown {
  readonly queue: ReminderQueue;

  constructor(
    @Inject(QUEUE_SETTINGS) readonly settings: QueueSettings,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.queue = openReminderQueue(settings);
  }

  onModuleInit(): Promise<void> {
    return this.queue.ready();
  }

  onApplicationShutdown(): Promise<void> {
    return this.queue.close();
  }

  /** Reminds without fail but without haste: a reminder that is lost here is sent again by the sweep. */
  async send(
    operations: readonly DueOperation[],
    occasion: string,
    afterMs?: number,
  ): Promise<void> {
    const reminders = operations.map(({ operationId, fence }) => ({
      operationId,
      occasion: `${occasion}-${fence}`,
      ...(afterMs !== undefined && { afterMs }),
    }));
    await this.queue
      .remind(reminders)
      .catch((error: unknown) => this.log.warn(errorFacts(error), 'left to the sweep'));
  }

  /** Whether whoever queues answers somebody who comes anew. On PostgreSQL whoever asks knows already. */
  isThere(): Promise<boolean> {
    return fitQueue(this.settings).then(
      () => true,
      () => false,
    );
  }
}
