import type pg from 'pg';
import { createListener } from '#libs/database';
import type { ReminderQueue } from '#libs/queue';
import { relayDueEvents } from './relay-due-events.js';

const batchSize = 500;
const pauseAfterErrorMs = 1_000;

export interface RelayOptions {
  pool: pg.Pool;
  /** Connection string to LISTEN on. */
  url: string;
  queue: Pick<ReminderQueue, 'remind'>;
  /** Something was committed: of any topic. */
  onEvent?(): void;
  /** Told of the end of every round, however it went. */
  onRun?(): void;
  /** Told of every failure; the relay goes on. */
  onError(error: unknown): void;
}

export interface Relay {
  /** There may be something: called by the sweep, for notifications that were lost. */
  poke(): void;
  close(): Promise<void>;
}

/** Relays operation.due rows as soon as they are committed, for as long as it is open. */
export function startRelay(options: RelayOptions): Relay {
  let wanted = false;
  let closed = false;
  let running: Promise<void> | undefined;
  const pause = createPause();

  async function run(): Promise<void> {
    while (wanted && !closed) {
      wanted = false;
      try {
        const relayed = await relayDueEvents(options.pool, options.queue, batchSize);
        if (relayed === batchSize) wanted = true;
      } catch (error) {
        options.onError(error);
        await pause.wait(pauseAfterErrorMs);
        wanted = true;
      } finally {
        options.onRun?.();
      }
    }
    running = undefined;
  }

  const poke = (): void => {
    wanted = true;
    if (!closed) running ??= run();
  };
  const listener = createListener({
    url: options.url,
    channel: 'armature_outbox',
    onNotification: (payload) => {
      options.onEvent?.();
      if (isDue(payload)) poke();
    },
    onReconnect: poke,
    onConnectionLost: options.onError,
  });
  void listener.ready.then(poke);
  return {
    poke,
    close: async () => {
      closed = true;
      pause.end();
      await listener.close();
      await running;
    },
  };
}

/** A wait that can be cut short. */
function createPause() {
  let end = (): void => undefined;
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      end = () => (clearTimeout(timer), resolve());
    });
  return { wait, end: () => end() };
}

/** Looked for as text: most notifications are of other topics and need no parsing. */
const isDue = (payload: string): boolean => payload.includes('"operation.due"');
