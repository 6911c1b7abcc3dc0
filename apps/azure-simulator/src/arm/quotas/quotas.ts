import { z } from 'zod';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Priority } from './family-names.js';
import { asInAzure, type UsageView } from './usage-view.js';

/** What a subscription may use in a region. Cores are vCPUs. */
export const regionLimitsSchema = z.strictObject({
  /** Computes of all workspaces together. */
  computes: z.int().nonnegative(),
  dedicatedCores: z.int().nonnegative(),
  /** One number over all families. */
  lowPriorityCores: z.int().nonnegative(),
  /** Dedicated cores by family (standardDSv2Family); the others have `familyCores`. */
  families: z.record(z.string(), z.int().nonnegative()),
  familyCores: z.int().nonnegative(),
  nodesPerCluster: z.int().positive(),
});
export type RegionLimits = z.infer<typeof regionLimitsSchema>;

/**
 * Wide enough for load tests; Azure's own start at 24 to 300 dedicated cores and 500 computes a region
 * (docs/azure-facts.md#usages). The control route `quotas` narrows them.
 */
export const defaultLimits: RegionLimits = {
  computes: 20_000,
  dedicatedCores: 400_000,
  lowPriorityCores: 400_000,
  families: {},
  familyCores: 100_000,
  nodesPerCluster: 65_000,
};

/** Cores that a cluster holds. */
export interface CoreHolding {
  subscriptionId: string;
  location: string;
  workspaceKey: string;
  family: string;
  priority: Priority;
  cores: number;
}

export interface Room {
  limit: number;
  used: number;
}

/** Limits, and what is used of them. Usage is counted as clusters change; nothing is summed up on a request. */
export class Quotas {
  private readonly limits: Collection<RegionLimits>;
  private readonly workspaceLimits: Collection<number>;
  private readonly views: Collection<UsageView>;
  private readonly used = new Map<string, number>();

  constructor(store: Store) {
    this.limits = store.collection('regionLimits');
    this.workspaceLimits = store.collection('workspaceLimits');
    this.views = store.collection('usageViews');
  }

  limitsOf(subscriptionId: string, location: string): RegionLimits {
    return this.limits.get(key(subscriptionId, location)) ?? defaultLimits;
  }

  setLimits(
    subscriptionId: string,
    location: string,
    changed: Partial<RegionLimits>,
  ): RegionLimits {
    const limits = { ...this.limitsOf(subscriptionId, location), ...changed };
    this.limits.put(key(subscriptionId, location), limits);
    return limits;
  }

  usageView(): UsageView {
    return { ...asInAzure, ...this.views.get('usages') };
  }

  setUsageView(view: UsageView): void {
    this.views.put('usages', view);
  }

  workspaceLimit(workspaceKey: string, location: string, family: string): number | undefined {
    return this.workspaceLimits.get(key(workspaceKey, location, family));
  }

  setWorkspaceLimit(workspaceKey: string, location: string, family: string, limit: number): void {
    this.workspaceLimits.put(key(workspaceKey, location, family), limit);
  }

  /** Workspace limits of a subscription in a region: workspace key, family, limit. */
  *workspaceLimitsIn(
    subscriptionId: string,
    location: string,
  ): Generator<{ workspaceKey: string; family: string; limit: number }> {
    for (const [name, limit] of this.workspaceLimits.entries()) {
      const [workspaceKey = '', region, family = ''] = name.split('|');
      if (
        region === location &&
        workspaceKey.startsWith(`/subscriptions/${subscriptionId}/`.toLowerCase())
      )
        yield { workspaceKey, family, limit };
    }
  }

  /** Every limit that binds such cores, the family's first. Low priority has no family limit. */
  rooms(holding: Omit<CoreHolding, 'cores'>): Room[] {
    const limits = this.limitsOf(holding.subscriptionId, holding.location);
    const used = (...parts: string[]): number =>
      this.used.get(key(holding.subscriptionId, holding.location, holding.priority, ...parts)) ?? 0;
    if (holding.priority === 'LowPriority')
      return [{ limit: limits.lowPriorityCores, used: used() }];
    const workspace = this.workspaceLimit(holding.workspaceKey, holding.location, holding.family);
    return [
      { limit: limits.families[holding.family] ?? limits.familyCores, used: used(holding.family) },
      { limit: limits.dedicatedCores, used: used() },
      ...(workspace === undefined
        ? []
        : [{ limit: workspace, used: used(holding.family, holding.workspaceKey) }]),
    ];
  }

  usedBy(subscriptionId: string, location: string, priority: Priority, ...parts: string[]): number {
    return this.used.get(key(subscriptionId, location, priority, ...parts)) ?? 0;
  }

  /** Counts `share` (1 or -1) of a holding. */
  count(holding: CoreHolding, share: 1 | -1): void {
    const { subscriptionId, location, priority, family, workspaceKey } = holding;
    for (const parts of [[], [family], [family, workspaceKey]]) {
      const name = key(subscriptionId, location, priority, ...parts);
      this.used.set(name, (this.used.get(name) ?? 0) + share * holding.cores);
    }
  }

  clear(): void {
    this.limits.clear();
    this.workspaceLimits.clear();
    this.views.clear();
  }
}

const key = (...parts: string[]): string => parts.map((part) => part.toLowerCase()).join('|');
