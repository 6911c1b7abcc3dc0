import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

const patienceMs = 1_000;

/** Ends a connection; behind a dead hop nobody answers the goodbye, and nobody waits for it longer than a second. */
export async function sayGoodbye(client: pg.Client): Promise<void> {
  const ended = client.end().catch(() => undefined);
  await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
}
