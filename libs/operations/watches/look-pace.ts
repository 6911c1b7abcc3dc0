import type { Sql } from '#libs/database';
import { subscriptionOf, type ArmId, type Clock } from '#libs/kernel';
import { shortestRoundMs } from './look.rules.js';
import { usualReads, type ReadLimit } from './read-limit.rules.js';
import { readPace } from './watch.repository.js';

const refreshMs = 5_000;
const rememberedGroups = 10_000;

interface GroupFacts {
  pages: number;
  listedAtMs: number;
}

/** What this process knows about the price of looks: kept in memory, renewed every few seconds, wrong for no longer. */
export class LookPace {
  private rounds = new Map<string, number>();
  private readonly groups = new Map<string, GroupFacts>();
  private refreshedAtMs = -Infinity;

  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
    private readonly reads: ReadLimit = usualReads,
  ) {}

  async refresh(): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    if (nowMs - this.refreshedAtMs < refreshMs) return;
    this.refreshedAtMs = nowMs;
    const rows = await readPace(this.sql, this.reads);
    this.rounds = new Map(
      rows.map((row) => [row.subscriptionId, shortestRoundMs(row, this.reads)]),
    );
  }

  /** Milliseconds between two looks at the same thing, at least. */
  roundMs(subscriptionId: string): number {
    return this.rounds.get(subscriptionId) ?? 0;
  }

  /** The same for whoever knows only what is watched. */
  roundMsFor(armId: ArmId): number {
    return this.roundMs(subscriptionOf(armId).toLowerCase());
  }

  /** Pages of the group's collection when it was last listed; one before that. */
  pages(groupKey: string): number {
    return this.groups.get(groupKey)?.pages ?? 1;
  }

  sinceListedMs(groupKey: string): number {
    const listedAtMs = this.groups.get(groupKey)?.listedAtMs ?? -Infinity;
    return this.clock.monotonicMs() - listedAtMs;
  }

  listed(groupKey: string, pages: number): void {
    this.groups.delete(groupKey);
    this.groups.set(groupKey, { pages, listedAtMs: this.clock.monotonicMs() });
    const [oldest] = this.groups.keys();
    if (oldest !== undefined && this.groups.size > rememberedGroups) this.groups.delete(oldest);
  }
}
