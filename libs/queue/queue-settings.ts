/** Where BullMQ keeps its jobs. */
export interface QueueSettings {
  /** Connection string of an application role: BullMQ's own tables lie in the schema `bullmq`. */
  databaseUrl: string;
  /** Present: BullMQ runs on this Redis. Absent: on PostgreSQL. */
  redisUrl?: string;
  /** Redis only: sets the keys of several systems on one server apart. Default `armature`. */
  prefix?: string;
  /** Told of lost connections; they are rebuilt by themselves. */
  onError?: (error: Error) => void;
}

export const queueName = 'operations';
export const queueSchema = 'bullmq';
