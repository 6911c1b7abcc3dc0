export { checkRedis } from './check-redis.js';
export { dropOldQueueEvents } from './drop-old-queue-events.js';
export { migrateQueue } from './migrate-queue.js';
export { QueueUnfit, type QueueSettings } from './queue-settings.js';
export type { Reminder } from './reminder.js';
export { openReminderQueue, type ReminderQueue } from './reminder-queue.js';
export {
  startReminderWorker,
  type ReminderWorker,
  type ReminderWorkerOptions,
} from './reminder-worker.js';
