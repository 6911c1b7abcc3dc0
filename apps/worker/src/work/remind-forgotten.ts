import type { Clock } from '#libs/kernel';
import { findForgotten, type DueOperation } from '#libs/operations';
import type { Sql } from '#libs/database';
import type { ReminderQueue } from '#libs/queue';

/** How long the ordinary reminder is given before the sweep sends another. */
const graceMs = 2_000;
const batchSize = 500;
const againAfterMs = 30_000;

/** Finds what nobody reminds of any more and reminds of it: not again within half a minute, unless it moved. */
export class ForgottenReminder {
  private readonly reminded = new Map<string, number>();

  constructor(
    private readonly sql: Sql,
    private readonly queue: Pick<ReminderQueue, 'remind'>,
    private readonly clock: Clock,
  ) {}

  /** Answers how many were reminded of. Rejects where database or queue do not answer. */
  async run(): Promise<number> {
    this.forgetOld();
    const found = await findForgotten(this.sql, graceMs, batchSize);
    const fresh = found.filter((operation) => !this.reminded.has(keyOf(operation)));
    await this.queue.remind(
      fresh.map(({ operationId, fence }) => ({ operationId, occasion: this.occasion(fence) })),
    );
    for (const operation of fresh) {
      this.reminded.set(keyOf(operation), this.clock.monotonicMs());
    }
    return fresh.length;
  }

  /** The same for all workers within half a minute, so that they queue it once. */
  private occasion(fence: number): string {
    return `sweep-${fence}-${Math.floor(this.clock.now().getTime() / againAfterMs)}`;
  }

  private forgetOld(): void {
    const before = this.clock.monotonicMs() - againAfterMs;
    for (const [key, atMs] of this.reminded) if (atMs < before) this.reminded.delete(key);
  }
}

const keyOf = ({ operationId, fence }: DueOperation): string => `${operationId} ${fence}`;
