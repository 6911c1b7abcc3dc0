import type { EventEmitter } from 'node:events';
import { createPostgresBackend, withBackend, type PostgresConnection } from 'bullmq';
import type pg from 'pg';
import { distrustIdle, poolSettings } from '#libs/database';
import { queueSchema } from './queue-settings.js';

const heartbeatMs = 4_000;

/**
 * BullMQ on PostgreSQL, which by itself waits for ever where a connection is acknowledged and never answered: the one
 * that a worker listens on would hear nothing any more.
 */
export const createBackend: typeof createPostgresBackend = (name, options, more) => {
  const backend = createPostgresBackend(name, options, more);
  const { connection } = backend;
  // It makes its pool by the driver's own class.
  distrustIdle(connection.pool as unknown as pg.Pool);
  if (more?.withBlockingConnection) keepListening(connection);
  return backend;
};

export const PostgresQueue = withBackend(createBackend).Queue;

/** What a queue or a worker is opened with; `max`: connections at most, beside the one that a worker listens on. */
export const postgresConnection = (url: string, max: number) => ({
  ...withOptionsApart(url),
  schema: queueSchema,
  max,
  ...poolSettings,
});

/** To the driver, options in the URL win over those beside it, in which BullMQ says where its tables lie. */
function withOptionsApart(url: string): { connectionString: string; options?: string } {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  if (options === null) return { connectionString: url };
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options };
}

function keepListening(connection: PostgresConnection): void {
  const beat = async (): Promise<void> => {
    await checkListening(connection);
    if (!connection.isClosing) timer.refresh();
  };
  const timer = setTimeout(() => void beat(), heartbeatMs);
  connection.once('close', () => clearTimeout(timer));
}

/** Tells BullMQ of a connection on which nobody answers as if it had broken: then it makes another one. */
async function checkListening(connection: PostgresConnection): Promise<void> {
  try {
    const client = await connection.getListenClient();
    await client.query('SELECT 1').catch((error: unknown) => {
      (client as unknown as EventEmitter).emit('error', error);
    });
  } catch {
    // No connection can be made now; BullMQ says so itself, and tries again.
  }
}
