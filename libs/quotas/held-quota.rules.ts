import { familyKey, type VmSizeFacts } from '#libs/resources';
import { demandedCores, heldKey } from './demanded-cores.rules.js';
import type { HeldQuota } from './known-quota.value.js';
import type { DemandingChange, QuotaDemand } from './quota-demand.value.js';

/** Operations that have not ended and want the same, counted. */
export interface HoldingOperations extends DemandingChange {
  /** Of what they are about. */
  kind: string;
  count: number;
}

/** What a change of a kind takes; null: nothing of any quota. */
export type DemandOf = (kind: string, change: DemandingChange) => QuotaDemand | null;

/**
 * What operations that have not ended take beyond what Azure counts: of a compute whose nodes are there already nothing more. Sizes
 * that are not known take nothing.
 */
export function heldBy(
  operations: readonly HoldingOperations[],
  demandOf: DemandOf,
  sizes: Readonly<Record<string, VmSizeFacts>>,
): HeldQuota {
  const vCpus = new Map<string, number>();
  const add = (key: string, cores: number): unknown =>
    vCpus.set(key, (vCpus.get(key) ?? 0) + cores);
  let computes = 0;
  for (const { kind, count, ...change } of operations) {
    const demand = demandOf(kind, change);
    if (demand?.isNew) computes += count;
    const cores = demand && demandedCores(demand, sizes, [], null);
    if (!cores) continue;
    const { size, all, had } = cores;
    add(
      heldKey(demand.vmPriority, familyKey(size.family)),
      beyond(all.needed, had.ofFamily) * count,
    );
    add(heldKey(demand.vmPriority, ''), beyond(all.needed, had.ofRegion) * count);
  }
  return { computes, vCpus };
}

const beyond = (wanted: number, had: number): number => Math.max(0, wanted - had);
