import { createListener, type Listener } from '#libs/database';
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

/** Changes from the outbox's notifications. */
export const outboxChanges = (url: string, onConnectionLost: (error: Error) => void): Changes =>
  new Changes((on) =>
    createListener({
      url,
      channel: 'armature_outbox',
      onNotification: (payload) => on(changeSchema.parse(JSON.parse(payload))),
      onReconnect: () => on('reconnected'),
      onConnectionLost,
    }),
  );
