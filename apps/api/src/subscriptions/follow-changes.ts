import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { createListener, statement, type Listener, type Sql } from '#libs/database';
import { z } from 'zod';

const changeSchema = z.object({
  topic: z.string(),
  operationId: z.string().nullish(),
  resourceId: z.string().nullish(),
  teamId: z.string().nullish(),
});

/** Something changed, and its transaction committed. `reconnected`: anything may have changed. */
export type Change = TeamChange | 'reconnected';
export type TeamChange = z.infer<typeof changeSchema>;

/** A change as a stream hears it; they are numbered as they come. */
export interface Heard {
  change: Change;
  number: number;
}

/** A stream that falls behind this far hears `reconnected` in place of what it missed. */
const mostWaiting = 1_000;

/** So many streams are woken before others of this process have their turn. */
const wokenAtOnce = 100;

interface Stream {
  /** Whether the change concerns it. */
  wants(change: Change): boolean;
  waiting: Heard[];
  wake(): void;
}

/** Committed changes as they are notified, fanned out to any number of streams. */
export class Changes implements OnModuleInit, OnApplicationShutdown {
  private readonly streams = new Set<Stream>();
  private readonly toWake = new Set<Stream>();
  private heard = 0;

  constructor(private readonly listen: (on: (change: Change) => void) => Listener) {}

  private listener: Listener | undefined;

  async onModuleInit(): Promise<void> {
    this.listener = this.listen((change) => this.tell(change));
    await this.listener.ready;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.close();
  }

  /** How many streams are listened to. */
  get streamCount(): number {
    return this.streams.size;
  }

  /** The number of the newest change. */
  get newest(): number {
    return this.heard;
  }

  /** Changes that `wants` asks for, and reconnections, from this call on, until it is returned or the signal aborts. */
  follow(signal: AbortSignal, wants: (change: TeamChange) => boolean): Following {
    const stream: Stream = {
      wants: (change) => change === 'reconnected' || wants(change),
      waiting: [],
      wake: () => undefined,
    };
    const leave = (): void => {
      this.streams.delete(stream);
      this.toWake.delete(stream);
      signal.removeEventListener('abort', leave);
      stream.wake();
    };
    this.streams.add(stream);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    return following(() => this.nextOf(stream), leave);
  }

  /** What a stream heard; undefined once it has left. */
  private async nextOf(stream: Stream): Promise<Heard | undefined> {
    while (this.streams.has(stream)) {
      const next = stream.waiting.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => (stream.wake = resolve));
    }
    return undefined;
  }

  private tell(change: Change): void {
    const heard = { change, number: (this.heard += 1) };
    for (const stream of this.streams) {
      if (!stream.wants(change)) continue;
      if (stream.waiting.length >= mostWaiting)
        stream.waiting = [{ change: 'reconnected', number: heard.number }];
      else stream.waiting.push(heard);
      this.toWake.add(stream);
    }
    this.wakeSome();
  }

  private wakeSome(): void {
    let woken = 0;
    for (const stream of this.toWake) {
      if (woken === wokenAtOnce) {
        setImmediate(() => this.wakeSome());
        return;
      }
      this.toWake.delete(stream);
      stream.wake();
      woken += 1;
    }
  }
}

/** Changes as they are heard; `return` ends it. */
export interface Following extends AsyncIterableIterator<Heard, void> {
  return(): Promise<IteratorResult<Heard, void>>;
}

function following(next: () => Promise<Heard | undefined>, leave: () => void): Following {
  const ended: IteratorResult<Heard, void> = { value: undefined, done: true };
  const heard: Following = {
    next: async () => {
      const value = await next();
      return value ? { value, done: false } : ended;
    },
    return: () => {
      leave();
      return Promise.resolve(ended);
    },
    [Symbol.asyncIterator]: () => heard,
  };
  return heard;
}

export interface OutboxChangesOptions {
  url: string;
  pool: Sql;
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

const sinceStatement = statement<{ since: Date }, Exclude<Change, 'reconnected'>>`
SELECT topic, operation_id AS "operationId", resource_id AS "resourceId", team_id AS "teamId"
FROM outbox_event WHERE created_at > ${'since'}::timestamptz - ${overlapSeconds} * interval '1 second'
ORDER BY id LIMIT ${mostWaiting}`;

/** What was announced since a moment and a little before; at most as many as a stream may be behind. */
async function readChangesSince(sql: Sql, since: Date): Promise<Change[]> {
  const { rows } = await sql.query(sinceStatement({ since }));
  return rows;
}
