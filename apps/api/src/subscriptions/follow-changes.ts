import { createListener, type Listener } from '#libs/database';
import type { Pool } from 'pg';
import { z } from 'zod';

const changeSchema = z.object({
  topic: z.string(),
  operationId: z.string().nullish(),
  resourceId: z.string().nullish(),
  teamId: z.string().nullish(),
});

/** Something changed, and its transaction committed. `reconnected`: anything may have changed. */
export type Change = z.infer<typeof changeSchema> | 'reconnected';

/** A stream that falls behind this far hears `reconnected` in place of what it missed. */
const mostWaiting = 1_000;

/** Committed changes as they are notified, fanned out to any number of streams. */
export class Changes {
  private readonly streams = new Set<(change: Change) => void>();

  constructor(private readonly listen: (on: (change: Change) => void) => Listener) {}

  private listener: Listener | undefined;

  async start(): Promise<void> {
    this.listener = this.listen((change) => {
      for (const stream of this.streams) stream(change);
    });
    await this.listener.ready;
  }

  async close(): Promise<void> {
    await this.listener?.close();
  }

  /** How many streams are listened to. */
  get streamCount(): number {
    return this.streams.size;
  }

  /** Changes from now on, until the consumer returns or the signal aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<Change, void> {
    let waiting: Change[] = [];
    let wake: () => void = () => undefined;
    const stream = (change: Change): void => {
      if (waiting.length >= mostWaiting) waiting = ['reconnected'];
      else waiting.push(change);
      wake();
    };
    this.streams.add(stream);
    const onAbort = (): void => wake();
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.streams.delete(stream);
      signal.removeEventListener('abort', onAbort);
    }
  }
}

export interface OutboxChangesOptions {
  url: string;
  pool: Pool;
  onConnectionLost: (error: Error) => void;
}

/** Changes from the outbox's notifications; what was announced to nobody while the connection was lost is read. */
export function outboxChanges({ url, pool, onConnectionLost }: OutboxChangesOptions): Changes {
  return new Changes((on) => {
    let lastHeardAt = new Date();
    const catchUp = async (): Promise<void> => {
      const missed = await readChangesSince(pool, lastHeardAt);
      if (missed.length < mostWaiting) missed.forEach(on);
      on('reconnected');
    };
    return createListener({
      url,
      channel: 'armature_outbox',
      onNotification: (payload) => {
        lastHeardAt = new Date();
        on(changeSchema.parse(JSON.parse(payload)));
      },
      onReconnect: () => void catchUp().catch(onConnectionLost),
      onConnectionLost,
    });
  });
}

/** Transactions commit after they stamped their rows, and the clocks of two machines differ. */
const overlapSeconds = 30;

/** What was announced since a moment and a little before; at most as many as a stream may be behind. */
async function readChangesSince(pool: Pool, since: Date): Promise<Change[]> {
  const { rows } = await pool.query<Exclude<Change, 'reconnected'>>(
    `SELECT topic, operation_id AS "operationId", resource_id AS "resourceId", team_id AS "teamId"
      FROM outbox_event WHERE created_at > $1::timestamptz - $2::integer * interval '1 second'
      ORDER BY id LIMIT $3::integer`,
    [since, overlapSeconds, mostWaiting],
  );
  return rows;
}
