import type { Usage, VmSizeFacts } from '#libs/resources';

/** What is known of a region that a demand is held against. */
export interface KnownQuota {
  /** Null: they were not read. */
  usages: readonly Usage[] | null;
  /** When that was. */
  readAt: Date | null;
  /** By their names in lower case. */
  sizes: Readonly<Record<string, VmSizeFacts>>;
  held: HeldQuota;
}

/** What operations that have not ended take beyond what Azure counts. */
export interface HeldQuota {
  computes: number;
  /** vCPUs by `heldKey`. */
  vCpus: ReadonlyMap<string, number>;
}

export const nothingHeld: HeldQuota = { computes: 0, vCpus: new Map() };
