/** Where BullMQ keeps its jobs. */
export interface QueueSettings {
  /**
   * Connection string of an application role, past any bouncer: connections LISTEN, and set where BullMQ's own tables lie,
   * which is the schema `bullmq`.
   */
  databaseUrl: string;
  /** Present: BullMQ runs on this Redis. Absent: on PostgreSQL. */
  redisUrl?: string;
  /** Redis only: sets the keys of several systems on one server apart. */
  prefix?: string;
  /** Redis only: the server is a node of a cluster, as `checkRedis` found out. */
  redisCluster?: boolean;
  /** Told of lost connections; they are rebuilt by themselves. */
  onError?: (error: Error) => void;
}

/** In braces: a cluster keeps all such keys on one node, and its scripts run only over those. */
export const defaultPrefix = '{armature}';
export const queueName = 'operations';
export const queueSchema = 'bullmq';

/** The queue cannot be used as it is configured; the message says what to set. */
export class QueueUnfit extends Error {
  override readonly name = 'QueueUnfit';
}
