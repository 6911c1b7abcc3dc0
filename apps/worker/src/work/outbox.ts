import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Pool } from 'pg';
import { sealAudit } from '#libs/audit';
import { numberEvents } from '#libs/events';
import { errorFacts, LOG, type Log } from '#libs/log';
import { startRelay, type Relay } from '#libs/outbox';
import { Reminders } from '../queue/reminders.js';
import { repeat, type Repeated } from './repeat.js';
import { Running } from './running.js';
import { Watchdog } from './watchdog.js';

const rowsPerSeal = 1_000;
const rowsPerNumbering = 1_000;

/** What follows upon a commit: reminders are brought to the queue, events are numbered, and the audit trail is sealed. */
@Injectable()
export class Outbox extends Running implements OnApplicationBootstrap {
  private relay: Relay | undefined;
  private sealing: Repeated | undefined;
  private numbering: Repeated | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly reminders: Reminders,
    private readonly watchdog: Watchdog,
    @Inject(LOG) private readonly log: Log,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    const { pool, reminders, watchdog, log } = this;
    const work = () => this.seal();
    const sealing = repeat({ name: 'sealing the audit trail', everyMs: 10_000, work, log });
    this.sealing = sealing;
    const numbering = repeat({
      name: 'numbering events',
      everyMs: 5_000,
      work: () => this.number(),
      log,
    });
    this.numbering = numbering;
    const [sealSoon, numberSoon] = [throttle(sealing.poke, 500), throttle(numbering.poke, 50)];
    this.relay = startRelay({
      pool,
      queue: reminders.queue,
      url: reminders.settings.databaseUrl,
      onEvent: () => (sealSoon(), numberSoon()),
      onRun: () => watchdog.did('reminders'),
      onError: (error) => log.warn(errorFacts(error), 'relaying the outbox'),
    });
  }

  /** There may be something: for notifications that were lost. */
  poke(): void {
    this.relay?.poke();
  }

  protected async stop(): Promise<void> {
    await Promise.all([this.sealing?.stop(), this.numbering?.stop(), this.relay?.close()]);
  }

  private async number(): Promise<void> {
    while ((await numberEvents(this.pool, rowsPerNumbering)) === rowsPerNumbering);
  }

  private async seal(): Promise<void> {
    while ((await sealAudit(this.pool, rowsPerSeal)) === rowsPerSeal);
  }
}

/** At most one call in `ms`, the last of a burst included. */
function throttle(call: () => void, ms: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      call();
    }, ms).unref();
  };
}
