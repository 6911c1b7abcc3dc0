/** What a job carries: the row it reminds of, and nothing else (docs/operation-engine.md#one-round). */
export interface ReminderJob {
  operationId: string;
}

/**
 * A reminder to look at an operation. `occasion` tells reminders of one operation apart: the same one is not queued
 * twice while it waits, and must not be used again for another.
 */
export interface Reminder {
  operationId: string;
  occasion: string;
  /** Not before so many milliseconds. */
  afterMs?: number;
}

/** BullMQ takes no `:` in an id, and none that reads as an integer. */
export const jobIdOf = ({ operationId, occasion }: Reminder): string =>
  `${operationId}.${occasion}`.replaceAll(':', '-');
